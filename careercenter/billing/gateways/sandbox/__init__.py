"""A gateway for machines without Stripe keys: the same port, a look-alike payment page, no real money."""
