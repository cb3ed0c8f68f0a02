"""The ways by which mail comes in: a listener of our own, a mailbox that is asked, a provider that posts."""
