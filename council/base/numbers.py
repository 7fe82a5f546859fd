"""Numbers in addresses: ``{id:int}`` in a route takes what can be an id, and anything longer is an address that is not there.

Starlette's own takes any number of digits; Python refuses to read more than 4300 of them, and PostgreSQL what does not fit its integers.
"""

from starlette.convertors import IntegerConvertor, register_url_convertor


class IdConvertor(IntegerConvertor):
    """Below a thousand million, and so below 2**31."""

    regex = "[0-9]{1,9}"


register_url_convertor("int", IdConvertor())
