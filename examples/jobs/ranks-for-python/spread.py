"""How many vertices share the PageRank in a .npy file: e to the power of its entropy.

One process for each rank, as torchrun starts them: each adds up its share of the vertices, and rank 0 adds up the sums and writes spread.txt.
Only Python's standard library is needed.
"""
import ast
import math
import os
import struct
import sys
import time
from multiprocessing.connection import Client, Listener

RANK, SIZE = int(os.environ["RANK"]), int(os.environ["WORLD_SIZE"])
ADDRESS = os.environ["MASTER_ADDR"], int(os.environ["MASTER_PORT"])


def load(path):
    """The numbers of a file of doubles in NumPy's format 1.0."""
    with open(path, "rb") as file:
        if file.read(8) != b"\x93NUMPY\x01\x00":
            sys.exit(f"{path} is no .npy file of format 1.0")
        header = ast.literal_eval(file.read(*struct.unpack("<H", file.read(2))).decode("latin1"))
        if header["descr"] != "<f8":
            sys.exit(f"{path} has {header['descr']} and not doubles")
        (count,) = header["shape"]
        return struct.unpack(f"<{count}d", file.read())


def of_all_ranks(part):
    """A list of what each rank gave, on rank 0; nothing elsewhere."""
    key = os.environ["WEFT_JOB"].encode()
    if RANK == 0:
        with Listener(ADDRESS, backlog=SIZE, authkey=key) as listener:
            return [part] + [listener.accept().recv() for _ in range(1, SIZE)]
    while True:
        try:
            with Client(ADDRESS, authkey=key) as connection:
                return connection.send(part)
        except ConnectionRefusedError:  # rank 0 does not listen yet
            time.sleep(0.02)


def main():
    share = load(sys.argv[1])[RANK::SIZE]
    parts = of_all_ranks(-math.fsum(x * math.log(x) for x in share))
    if RANK == 0:
        with open("spread.txt", "w") as file:
            file.write(f"{math.exp(math.fsum(parts)):.6f} vertices\n")


main()
