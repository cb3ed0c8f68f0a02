"""Reading a mail: what its writer says, and what her mail program, her server and others put around it."""
