"""One index, read by many threads: each gets the records it asked for."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from stvos.catalogue_search.filters import Filter, Sort
from tests.unit.content.catalogue_samples import NOW, index_of, sample

THREADS, READS = 8, 300


def test_threads_that_read_one_index_do_not_mix_their_rows() -> None:
    index = index_of(*(sample(number) for number in range(1, 6)))
    begin = Barrier(THREADS)

    def read(size: int) -> list[int]:
        begin.wait()
        pages = [index.browse(Filter(), Sort(), page=1, limit=size, now=NOW) for _ in range(READS)]
        return [len(page.items) for page in pages]

    sizes = [1 + number % 5 for number in range(THREADS)]
    with ThreadPoolExecutor(THREADS) as pool:
        found = list(pool.map(read, sizes))

    assert found == [[size] * READS for size in sizes]
