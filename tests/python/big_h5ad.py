"""Makes the file of the measurements in docs/files.md, or times anndata and h5py on it."""
import resource
import sys
import time

import anndata as ad
import h5py
import numpy as np
import pandas as pd
import scipy.sparse as sp

what, path = sys.argv[1:3]
if what == "make":
    n, g = 100_000, 2_000
    rng = np.random.default_rng(1)
    per = rng.binomial(g, 0.1, n)
    indptr = np.concatenate([[0], np.cumsum(per)]).astype(np.int32)
    indices = np.empty(indptr[-1], np.int32)
    for i in range(n):
        indices[indptr[i]:indptr[i + 1]] = np.sort(rng.choice(g, per[i], replace=False))
    x = sp.csr_matrix((rng.geometric(0.4, indptr[-1]).astype(np.float32), indices, indptr), shape=(n, g))
    obs = pd.DataFrame({"cluster": pd.Categorical(rng.choice(list("abcdefgh"), n))}, index=[f"AAACCCAAGAAACACT{i:06d}-1" for i in range(n)])
    ad.AnnData(x, obs=obs, var=pd.DataFrame(index=[f"GENE{i}" for i in range(g)])).write_h5ad(path, compression="gzip")
else:
    start = time.perf_counter()
    if what == "anndata":
        nnz = ad.read_h5ad(path).X.nnz
    else:
        with h5py.File(path) as h:
            nnz = len(h["X/data"][()])
            h["X/indices"][()]
    seconds = time.perf_counter() - start
    print(f"{what}: {seconds:.2f} s, {nnz * 8 / 1e6 / seconds:.0f} MB/s, peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
