"""Makes the files of the measurements in docs/files.md (count_files.py make FOLDER CELLS), or times others on one (count_files.py time FILE)."""
import gzip
import resource
import shutil
import statistics
import sys
import time
from pathlib import Path

import h5py
import numpy as np
import pandas as pd
import scipy.io
import scipy.sparse as sp


def make(folder, n):
    import anndata as ad
    g = 2_000
    rng = np.random.default_rng(1)
    per = rng.binomial(g, 0.1, n)
    indptr = np.concatenate([[0], np.cumsum(per)]).astype(np.int32)
    indices = np.concatenate([np.sort(rng.choice(g, count, replace=False)) for count in per]).astype(np.int32)
    x = sp.csr_matrix((rng.geometric(0.4, indptr[-1]).astype(np.float32), indices, indptr), shape=(n, g))
    cells, genes = [f"AAACCCAAGAAACACT{i:06d}-1" for i in range(n)], [f"GENE{i}" for i in range(g)]
    folder.mkdir(parents=True, exist_ok=True)
    obs = pd.DataFrame({"cluster": pd.Categorical(rng.choice(list("abcdefgh"), n))}, index=cells)
    ad.AnnData(x, obs=obs, var=pd.DataFrame(index=genes)).write_h5ad(folder / "cells.h5ad", compression="gzip")
    with h5py.File(folder / "cells.h5", "w") as h:
        matrix = h.create_group("matrix")
        for name, values in [("data", x.data.astype(np.int32)), ("indices", x.indices.astype(np.int64)), ("indptr", x.indptr.astype(np.int64)),
                             ("shape", np.array([g, n])), ("barcodes", np.array(cells, "S")), ("features/id", np.array(genes, "S")),
                             ("features/name", np.array(genes, "S")), ("features/feature_type", np.array(["Gene Expression"] * g, "S"))]:
            matrix.create_dataset(name, data=values, compression="gzip")
    for packed in [False, True]:
        mtx = folder / ("mtx.gz" if packed else "mtx")
        mtx.mkdir(exist_ok=True)
        (mtx / "barcodes.tsv").write_text("\n".join(cells) + "\n")
        (mtx / "genes.tsv").write_text("".join(f"{gene}\t{gene}\n" for gene in genes))
        scipy.io.mmwrite(mtx / "matrix.mtx", x.T.astype(np.int32).tocsc().tocoo(), field="integer")
        if packed:
            with open(mtx / "matrix.mtx", "rb") as plain, gzip.open(mtx / "matrix.mtx.gz", "wb", 6) as file:
                shutil.copyfileobj(plain, file)
            (mtx / "matrix.mtx").unlink()
    if n <= 20_000:
        pd.DataFrame(x.toarray().astype(np.int32), index=cells, columns=genes).to_csv(folder / "cells.csv")


def h5py_pair(group):
    def read(path):
        with h5py.File(path) as h:
            h[group + "/indices"][()]
            return len(h[group + "/data"][()])
    return read


def peers(path):
    if path.is_dir():
        matrix = next(file for file in sorted(path.iterdir()) if file.name.startswith("matrix.mtx"))
        return [("scipy.io.mmread", lambda _: scipy.io.mmread(matrix).nnz)]
    if path.suffix == ".csv":
        return [("pandas.read_csv", lambda file: np.count_nonzero(pd.read_csv(file, index_col=0).to_numpy()))]
    if path.suffix == ".h5":
        return [("h5py, data and indices", h5py_pair("matrix"))]
    import anndata as ad
    return [("anndata.read_h5ad", lambda file: ad.read_h5ad(file).X.nnz), ("h5py, data and indices", h5py_pair("X"))]


if sys.argv[1] == "make":
    make(Path(sys.argv[2]), int(sys.argv[3]))
else:
    for name, read in peers(Path(sys.argv[2])):
        entries = read(Path(sys.argv[2]))  # the first pass warms up, as in FileReading.cs
        passes = []
        for _ in range(3):
            start = time.perf_counter()
            read(Path(sys.argv[2]))
            passes.append(time.perf_counter() - start)
        seconds = statistics.median(passes)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"| {name} | {seconds:.2f} s | {entries * 8 / 1e6 / seconds:.1f} MB/s | {peak} MB |")
