"""The two ways a case file can be unusable: the whole file, or one row of it."""


class ImportFailed(Exception):
    """The file or the profile cannot be used; the text is one sentence `file, row, field: …`."""


class RowRejected(Exception):
    """One row cannot become events; the text says which column and why."""
