"""What schemathesis does not know by itself: how newline-delimited JSON is written."""

import json

import schemathesis


@schemathesis.serializer("application/x-ndjson")
def lines(ctx, value):
    if isinstance(value, bytes):
        return {"data": value}
    if isinstance(value, str):
        return {"data": value.encode("utf-8", "surrogatepass")}
    rows = value if isinstance(value, list) else [value]
    return {"data": "".join(f"{json.dumps(row)}\n" for row in rows).encode()}
