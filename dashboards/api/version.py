"""Which version of the product runs, as its package says."""

from importlib.metadata import PackageNotFoundError, version

PRODUCT = "citysense"


def product_version() -> str:
    """Such as 0.1.0; "unknown" where the product was copied and not installed."""
    try:
        return version(PRODUCT)
    except PackageNotFoundError:
        return "unknown"
