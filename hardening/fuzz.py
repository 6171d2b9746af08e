"""Fuzz one door: `python hardening/fuzz.py yaml --runs 1000000`.

With atheris (`pip install "involvement[hardening]"`) the search follows coverage.
Without it, inputs of the kept corpus are changed at random: slower to find what is
deep, the same rule for what may come out. Each input has at most ten seconds and the
process one gigabyte. What breaks is written as `crash-...` and ends the run.
"""

from __future__ import annotations

import argparse
import random
import resource
import signal
import sys
import time
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).resolve().parent
CORPUS = HERE / "corpus"
SECONDS = 10
"""How long one input may take."""

TOKENS = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\n", b"\r\n", b"\t", b'"', b"'", b"{",
    b"}", b"[", b"]", b"&a", b"*a", b"!!set", b"<<: ", b"---\n", b": ", b"- ", b"#",
    b"\\ud800", b"1e999", b".nan", b"NaN", b"-1", b"0", b"99999999999999999999",
    b"2007-02-29", b"0000", b"unknown", b"user", b"yes", b"=1+1", b"not ", b" and ",
    b" or ", b"(", b")", b" in ", b"==", b"null", b"true", b"\xc3", b"\xe2\x80\xae",
)  # fmt: skip


def seeds(name: str) -> list[bytes]:
    """The kept inputs of a target, in the order of their names."""
    return [path.read_bytes() for path in sorted((CORPUS / name).iterdir())]


def changed(kept: list[bytes], seed: int) -> Iterator[bytes]:
    """Endless inputs: kept ones with a few random changes, the same for one seed."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    letters = sorted(set(b"".join(kept)) & set(range(128)))
    while True:
        data = bytearray(chance.choice(kept))
        for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
            at = chance.randint(0, len(data))
            end = min(len(data), at + chance.choice((0, 1, 1, 2, 8, 40)))
            kind = chance.randrange(4)
            if kind == 0:
                data[at:end] = b""
            elif kind == 1:
                data[at:end] = chance.choice(TOKENS)
            elif kind == 2:
                # any bytes end most inputs at the first look, as no UTF-8
                rare = chance.random() < 0.1
                own = chance.choices(letters, k=end - at)
                data[at:end] = chance.randbytes(end - at) if rare else own
            else:
                other = chance.choice(kept)
                start = chance.randint(0, len(other))
                data[at:end] = other[start : start + chance.randint(0, 60)]
        yield bytes(data)


def plainly(chosen: argparse.Namespace) -> None:
    """Random changes without coverage; says what was tried and the slowest input."""
    from targets import run

    name = chosen.target
    kept = seeds(name)
    slowest, done = 0.0, 0
    end = time.monotonic() + chosen.seconds
    for data in chain(kept, changed(kept, chosen.seed)):
        begun = time.monotonic()
        if done >= chosen.runs or begun > end:
            break
        signal.alarm(SECONDS)
        try:
            run(name, data)
        except BaseException:
            Path(f"crash-{name}").write_bytes(data)
            raise
        slowest = max(slowest, time.monotonic() - begun)
        done += 1
    signal.alarm(0)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{name}: {done} executions, nothing broke")
    print(f"slowest input {slowest:.3f} s, largest process {memory} MB")


def late(*_: object) -> None:
    """An input took too long."""
    raise TimeoutError(f"an input took more than {SECONDS} seconds")


def guided(chosen: argparse.Namespace) -> None:
    """Let coverage guide the search; ends the process."""
    import atheris

    name = chosen.target
    with atheris.instrument_imports(include=["involvement"]):
        import targets

    def one(data: bytes) -> None:
        targets.run(name, data)

    found = chosen.found or Path(f"found-{name}")
    found.mkdir(parents=True, exist_ok=True)
    options = [
        f"-runs={chosen.runs}", f"-max_total_time={int(chosen.seconds)}",
        f"-seed={chosen.seed}", f"-max_len={chosen.longest}", f"-timeout={SECONDS}",
        "-rss_limit_mb=1024", "-print_final_stats=1",
        f"-artifact_prefix=crash-{name}-", f"-dict={HERE / 'words.dict'}",
    ]  # fmt: skip
    atheris.Setup([sys.argv[0], *options, str(found), str(CORPUS / name)], one)
    atheris.Fuzz()


def main() -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", choices=sorted(p.name for p in CORPUS.iterdir()))
    parser.add_argument("--runs", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=86_400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--longest", type=int, default=1024, help="bytes of an input")
    parser.add_argument("--found", type=Path, help="keep what adds coverage here")
    parser.add_argument("--plain", action="store_true", help="without atheris")
    chosen = parser.parse_args()
    sys.path.insert(0, str(HERE))
    if chosen.plain:
        signal.signal(signal.SIGALRM, late)
        plainly(chosen)
    else:
        guided(chosen)


if __name__ == "__main__":
    main()
