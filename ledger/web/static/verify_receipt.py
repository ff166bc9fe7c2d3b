#!/usr/bin/env python3
"""Check a receipt of Amends (amends-receipt/1) without Amends and without a network: Python's own library is enough.

    python3 verify_receipt.py receipt.json --key VKEY [--file letter.pdf] [--since old-checkpoint.txt]

VKEY is a line NAME+ID+KEY or a file of such lines, from your contract or a letter, never from the receipt; the file amends-keys.txt too, once you compared it with one of these. --since also takes an old receipt. Exit status 0: it holds; 1: it does not.
"""

import argparse
import base64
import hashlib
import json
import os
import sys
import unicodedata
from pathlib import Path

P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P


class Refused(Exception):
    """The receipt does not hold."""


def require(holds, why):
    if not holds:
        raise Refused(why)


def b64(text):
    content = base64.b64decode(text, validate=True)
    require(base64.b64encode(content).decode() == text, "that is not base64")
    return content


# Ed25519 (RFC 8032): points as (X, Y, Z, T) with x = X/Z, y = Y/Z, xy = T/Z.
def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number, point):
    result = (0, 1, 1, 0)
    while number:
        if number & 1:
            result = add(result, point)
        point, number = add(point, point), number >> 1
    return result


def point(content):
    value = int.from_bytes(content, "little")
    y, sign = value & (1 << 255) - 1, value >> 255
    require(len(content) == 32 and y < P, "the key is not a point")
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    require((x * x - square) % P == 0 and not (x == 0 and sign), "the key is not a point")
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


BASE = point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


def signed(public, message, signature):
    if len(signature) != 64 or int.from_bytes(signature[32:], "little") >= L:
        return False
    x, y, z, t = point(public)
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    found = add(times(int.from_bytes(signature[32:], "little"), BASE), times(k, (P - x, y, z, P - t)))
    inverse = pow(found[2], -1, P)
    x, y = found[0] * inverse % P, found[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little") == signature[:32]


def read_key(line):
    name, key_id, encoded = line.strip().split("+", 2)
    content = b64(encoded)
    told = hashlib.sha256(name.encode() + b"\n" + content).digest()[:4]
    require(content[:1] == b"\x01" and len(content) == 33 and told.hex() == key_id, "that is not a key")
    return name, told, content[1:]


def read_keys(given):
    """Return the keys in a line NAME+ID+KEY, in a file of such lines, or in its text; lines with # are for people."""
    try:
        text = Path(given).read_bytes().decode() if os.path.isfile(given) else given
        keys = [read_key(line.split()[0]) for line in text.splitlines() if line.strip() and line[0] != "#"]
        require(keys, "there is none")
        return keys
    except (Refused, ValueError):
        raise Refused(f"{shown(given)} is neither a key, NAME+ID+KEY, nor a file of such lines") from None


def checkpoint(note, keys):
    """Return origin, size and root of a signed note; every signature of a key we know must be right."""
    text, _, below = note.rpartition("\n\n")
    require(below.endswith("\n"), "the checkpoint has no signatures")
    good = 0
    for line in below[:-1].split("\n"):
        dash, name, encoded = line.split(" ")
        content = b64(encoded)
        require(dash == "\N{EM DASH}", "a signature line has not the form of one")
        for public in [key[2] for key in keys if key[:2] == (name, content[:4])]:
            require(signed(public, f"{text}\n".encode(), content[4:]), "a signature is wrong")
            good += 1
    require(good, "no key you gave has signed the checkpoint; after a change of keys give both, each with --key")
    origin, size, root = text.split("\n")
    require(str(int(size)) == size and int(size) > 0, "the checkpoint's size is not a number")
    return origin, int(size), b64(root)


# The Merkle tree of RFC 6962, proofs as RFC 9162 checks them.
def node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def climb(first, fn, sn, path):
    """Return the roots that a path leads to: of the tree before (where it differs) and of the tree now."""
    old = new = first
    for part in path:
        require(sn and len(part) == 32, "a proof is too long")
        if fn & 1 or fn == sn:
            old, new = node(part, old), node(part, new)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            new = node(new, part)
        fn, sn = fn >> 1, sn >> 1
    require(sn == 0, "a proof is too short")
    return old, new


def check_growth(older, newer, path):
    (_, first, old_root), (_, second, new_root) = older, newer
    require(first <= second, "the old checkpoint is newer than the receipt")
    if first == second:
        require(old_root == new_root and not path, "the old checkpoint is of another history")
        return
    path = [old_root, *path] if first & (first - 1) == 0 else path
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    require(path, "a proof is too short")
    require(climb(path[0], fn, sn, path[1:]) == (old_root, new_root), "what you were shown before was changed")


def check_entry(entry, newest):
    """Return the event, and its words by name, of an entry that stands in the log."""
    require(set(entry) == {"body", "proof", "disclosures"}, "an entry has other parts than it should")
    body = entry["body"].encode()
    event = json.loads(body)
    require(0 <= event["seq"] < newest[1], "an entry lies beyond the checkpoint")
    leaf = hashlib.sha256(b"\x00" + body).digest()
    root = climb(leaf, event["seq"], newest[1] - 1, [b64(part) for part in entry["proof"]])[1]
    require(root == newest[2], f"entry {event['seq']} does not stand in the log")
    words, digests = {}, []
    for disclosure in entry["disclosures"]:
        digests.append(base64.urlsafe_b64encode(hashlib.sha256(disclosure.encode()).digest()).decode().rstrip("="))
        _salt, name, value = json.loads(base64.urlsafe_b64decode(disclosure + "=" * (-len(disclosure) % 4)))
        words[name] = value
    require(digests == sorted(set(digests)) and set(digests) <= set(event["_sd"]), "words that the entry does not seal")
    return event, words, set(event["_sd"]) - set(digests)


def shown(value):
    """Return text that no terminal can be fooled with: controls and direction marks stand as their numbers."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    hidden = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    return "".join(f"\\u{ord(one):04x}" if unicodedata.category(one) in hidden else one for one in text)


def show(checked, erased):
    for event, words, closed in checked:
        told = "\n" if event["occurred_at"] == event["recorded_at"] else f", happened {shown(event['occurred_at'])}\n"
        print(
            f"{event['seq']:>6}",
            *(shown(event[name]) for name in ("recorded_at", "type", "subject")),
            sep="  ",
            end=told,
        )
        for name, value in [*((k, v) for k, v in event["data"].items() if v is not None), *words.items()]:
            print(f"{'':8}{shown(name)}: {shown(value)}")
        for label, count in (("erased", len(closed & erased)), ("withheld", len(closed - erased))):
            if count:
                print(f"{'':8}{count} {'field' if count == 1 else 'fields'} {label}")


def check(text, keys, file=None, since=None):
    """Print what the receipt shows, or raise `Refused` where any part of it does not hold."""
    receipt = json.loads(text)
    require(json.dumps(receipt, sort_keys=True, indent=1) + "\n" == text, "the file was edited")
    require(set(receipt) == {"format", "checkpoint", "entries", "older"}, "it has other parts than it should")
    require(receipt["format"] == "amends-receipt/1", "it is of a kind that this script does not know")
    newest = checkpoint(receipt["checkpoint"], keys)
    checked = [check_entry(entry, newest) for entry in receipt["entries"]]
    numbers = [event["seq"] for event, _, _ in checked]
    require(numbers == sorted(set(numbers)), "entries are out of order")
    names = {event["data"]["origin"] for event, _, _ in checked if event["type"] == "log.continues"} | {newest[0]}
    require(all(event["log"] in names for event, _, _ in checked), "an entry is of another log")
    seen = []
    for older in receipt["older"]:
        require(set(older) == {"checkpoint", "proof"}, "an older checkpoint has other parts than it should")
        seen.append(checkpoint(older["checkpoint"], keys))
        require(seen[-1][0] in names, "an older checkpoint is of another log")
        check_growth(seen[-1], newest, [b64(part) for part in older["proof"]])
    require(seen == sorted(set(seen)), "older checkpoints are out of order")
    if since is not None and (mine := checkpoint(since, keys)) != newest:
        # Without a proof for exactly this checkpoint nothing is said about it, and saying nothing would look like yes.
        require(mine[0] in names, "your old checkpoint is of another log: " + shown(mine[0]))
        require(mine in seen, "it does not prove that it continues your old checkpoint")
    if file is not None:
        digest = hashlib.sha256(file).hexdigest()
        named = [event["seq"] for event, _, _ in checked if digest in event["data"].values()]
        require(named, "no entry names this file: it is not the one that was recorded")
    erasures = [event["data"]["digests"] for event, _, _ in checked if event["type"] == "privacy.erased"]
    show(checked, {digest for digests in erasures for digest in digests})
    whole = "complete log, all" if len(checked) == newest[1] else f"{len(checked)} of"
    print(f"Log {shown(newest[0])}: {whole} {newest[1]} entries. It holds.")
    for _, size, root in seen:
        print(f"It continues what stood at {size} entries, root {root.hex()}.")
    if file is not None:
        print(f"The file is the one that entry {named[0]} names.")
    if since is not None:
        print(f"It continues your checkpoint of {mine[1]} entries: nothing before it was changed or removed.")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("receipt")
    parser.add_argument("--key", action="append", required=True, metavar="VKEY", help="may be given several times")
    parser.add_argument("--file", metavar="PDF", help="a letter that the receipt should name")
    parser.add_argument("--since", metavar="CHECKPOINT", help="a checkpoint, or a receipt, that you kept")
    given, what = parser.parse_args(), "it"
    try:
        text, file = Path(given.receipt).read_bytes().decode(), Path(given.file).read_bytes() if given.file else None
        keys = [key for one in given.key for key in read_keys(one)]
        what, since = given.since or what, Path(given.since).read_bytes().decode() if given.since else None
        since = json.loads(since)["checkpoint"] if since and since[0] == "{" else since
        require(since is None or "\n\n\N{EM DASH} " in since, f"{what} is neither a checkpoint nor a receipt")
        what = "it"
        check(text, keys, file, since)
    except Refused as fault:
        sys.exit(f"REFUSED: {fault}.")
    except OSError as fault:
        sys.exit(f"REFUSED: {fault.filename} cannot be read ({fault.strerror}).")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
        sys.exit(f"REFUSED: {what} has not the form it should ({type(fault).__name__}).")


if __name__ == "__main__":
    main()
