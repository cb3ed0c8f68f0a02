"""Reading a clinical note: its statements, what each asserts, and the codes that its words support."""
