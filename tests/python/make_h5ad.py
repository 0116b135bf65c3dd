"""Writes .h5ad and 10x .h5 files of many encodings into a folder; `same` compares two .h5ad files as anndata reads them."""
import sys

import anndata as ad
import h5py
import numpy as np
import pandas as pd
import scipy.sparse as sp

N, G = 60, 25


def everything():
    rng = np.random.default_rng(1)
    counts = sp.random(N, G, 0.3, format="csr", dtype=np.float32, random_state=1)
    counts.data = np.ceil(counts.data * 20).astype(np.float32)
    obs = pd.DataFrame({
        "cell_type": pd.Categorical(rng.choice(["B cell", "T cell", "Ünïcode α"], N)),
        "ordered": pd.Categorical(rng.choice(["lo", "hi"], N), categories=["lo", "hi"], ordered=True),
        "name": [f"cell é {i}" for i in range(N)],
        "n_counts": counts.sum(1).A1.astype(np.float32),
        "number": np.arange(N),
        "flag": np.arange(N) % 2 == 0,
        "nullable": pd.array([None if i % 7 == 0 else i for i in range(N)], dtype="Int64"),
        "nullable_flag": pd.array([None if i % 5 == 0 else bool(i % 2) for i in range(N)], dtype="boolean"),
        "partly": pd.Categorical([None if i % 3 == 0 else "x" for i in range(N)]),
    }, index=[f"AAAC{i:05d}-1" for i in range(N)])
    var = pd.DataFrame({"gene_ids": [f"ENSG{i:011d}" for i in range(G)], "hv": np.arange(G) % 2 == 1}, index=[f"GENE{i}" for i in range(G)])
    a = ad.AnnData(counts, obs=obs, var=var)
    a.layers["counts"] = counts.astype(np.int32)
    a.layers["dense"] = counts.toarray().astype(np.float64)
    a.layers["csc"] = counts.tocsc()
    a.layers["half"] = np.log1p(counts.toarray()).astype(np.float32)
    a.layers["scaled"] = counts.toarray() - 3
    a.obsm["X_pca"] = rng.standard_normal((N, 10))
    a.obsm["frame"] = pd.DataFrame({"a": np.arange(N), "b": [str(i) for i in range(N)]}, index=obs.index)
    a.varm["PCs"] = rng.standard_normal((G, 10)).astype(np.float32)
    a.obsp["distances"] = sp.random(N, N, 0.1, format="csr", random_state=2)
    a.obsp["large"] = rng.random((300, 300))[:N, :N]
    a.uns["params"] = {"k": 15, "m": "umap", "arr": np.arange(5), "s": np.array(["a", "b"], dtype=object), "deep": {"er": {"x": 1.5, "empty": np.array([])}}}
    a.uns["log1p"] = {}
    a.uns["flag"] = True
    a.uns["big"] = rng.random((400, 300))
    a.uns["small"] = np.arange(6, dtype=np.int8).reshape(2, 3)
    a.uns["names"] = np.array([f"n{i}" for i in range(70000)], dtype=object)
    a.uns["records"] = np.array([(1, 2.5), (3, 4.5)], dtype=[("group a", "i4"), ("b", "f8")])
    a.uns["ranked"] = np.array([("g1", "gène 2", 0.5), ("g3", "g4", 1.5)], dtype=[("x", "O"), ("y", "O"), ("z", "f4")])
    a.raw = a.copy()
    return a


def h5ad(path, x, **how):
    a = everything()
    a.X = x(a.X)
    a.write_h5ad(path, **how)


def tenx(path, version, filters=None, types=None, genomes=("GRCh38",)):
    x = everything().X
    filters = filters or dict(compression="gzip", compression_opts=4, shuffle=True)
    with h5py.File(path, "w") as h:
        for genome in genomes if version == 2 else ["matrix"]:
            m = h.create_group(genome)
            m["barcodes"] = np.array([f"AAACCCAAG{i:06d}-1".encode() for i in range(N)])
            ids = np.array([f"ENSG{i:011d}".encode() for i in range(G)])
            names = np.array([f"GENE{i}".encode() for i in range(G)])
            names[3] = names[2]  # twice, as in real files
            if version == 2:
                m["genes"], m["gene_names"] = ids, names
            else:
                f = m.create_group("features")
                f["id"], f["name"] = ids, names
                f["feature_type"] = np.array([t.encode() for t in (types or ["Gene Expression"] * G)])
                f["genome"] = np.array([b"GRCh38"] * G)
                f["_all_tag_keys"] = np.array([b"genome"])
            for name, values in (("data", x.data.astype(np.int32)), ("indices", x.indices.astype(np.int64)), ("indptr", x.indptr.astype(np.int64))):
                m.create_dataset(name, data=values, chunks=(64,), maxshape=(None,), **filters)
            m.create_dataset("shape", data=np.array([G, N], np.int32))


def old(path):
    """As AnnData 0.7 wrote categories: codes that refer to a dataset beside them."""
    h5ad(path, lambda x: x)
    with h5py.File(path, "a") as h:
        obs = h["obs"]
        categories = obs.create_group("__categories")
        for name in ["cell_type", "ordered", "partly"]:
            group = obs[name]
            codes, texts, ordered = group["codes"][()], group["categories"][()], bool(group.attrs["ordered"])
            del obs[name]
            categories.create_dataset(name, data=texts, dtype=h5py.string_dtype())
            categories[name].attrs["ordered"] = ordered
            obs.create_dataset(name, data=codes)
            obs[name].attrs["categories"] = categories[name].ref
        obs.attrs["encoding-version"] = "0.1.0"


def links(path, target):
    h5ad(path, lambda x: x)
    with h5py.File(path, "a", libver="latest") as h:
        g = h.create_group("layers/linked", track_order=True)
        g["out"] = h5py.ExternalLink(target, "/X")
        g = h.create_group("layers/soft", track_order=True)
        g["alias"] = h5py.SoftLink("/X")
        g["nowhere"] = h5py.SoftLink("/there")


def cycle(path):
    h5ad(path, lambda x: x)
    with h5py.File(path, "a", libver="latest") as h:
        g = h.create_group("uns/cycle", track_order=True)
        g["a"] = h5py.SoftLink("b")
        g["b"] = h5py.SoftLink("a")
        h["uns/itself"] = h["uns"]


def chunk_indexes(folder):
    """A file with a layer for each kind of chunk index of the newer format, and for each kind one whose first chunk is said to have 2 GB."""
    h5ad(f"{folder}/indexes.h5ad", lambda x: x)
    with h5py.File(f"{folder}/indexes.h5ad", "a", libver="latest") as h:
        values = (np.arange(N * G) % 7 + 1).reshape(N, G).astype(np.float32)
        for name, most in [("fixed", (N, G)), ("extensible", (None, G)), ("tree", (None, None))]:
            layer = h.create_dataset(f"layers/{name}", data=values, chunks=(7, G), maxshape=most, compression="gzip")
            layer.attrs["encoding-type"], layer.attrs["encoding-version"] = "array", "0.2.0"
    with h5py.File(f"{folder}/indexes.h5ad") as h:
        chunks = {name: h[f"layers/{name}"].id.get_chunk_info(1) for name in ("fixed", "extensible", "tree")}
    whole = open(f"{folder}/indexes.h5ad", "rb").read()
    for name, chunk in chunks.items():
        width = 1 + ((7 * G * 4).bit_length() - 1 + 8) // 8
        entry = chunk.byte_offset.to_bytes(8, "little") + chunk.size.to_bytes(width, "little")
        assert whole.count(entry) == 1, name
        lie = min(0x7fffffff, 256 ** width - 1).to_bytes(width, "little")
        with open(f"{folder}/lying-{name}.h5ad", "wb") as file:
            file.write(whole.replace(entry, entry[:8] + lie))


def with_plugin(folder, plugin):
    """A file that hdf5plugin compressed."""
    import hdf5plugin
    path = f"{folder}/{plugin}.h5ad"
    h5ad(path, lambda x: x)
    with h5py.File(path, "a") as h:
        for part in ("data", "indices", "indptr"):
            values = h[f"X/{part}"][()]
            del h[f"X/{part}"]
            h.create_dataset(f"X/{part}", data=values, chunks=(min(64, len(values)),), **getattr(hdf5plugin, plugin)())


def samples(folder):
    """The small files that the repository holds for tests without Python."""
    global N, G
    N, G = 12, 6
    a = everything()
    for key in ("big", "names"):
        del a.uns[key]
    del a.obsp["large"], a.obsm["frame"]
    for key in ("dense", "half", "scaled"):
        del a.layers[key]
    a.raw = a.copy()
    a.write_h5ad(f"{folder}/small.h5ad", compression="gzip")
    a.X = a.X.log1p()
    a.write_h5ad(f"{folder}/lzf.h5ad", compression="lzf")
    with h5py.File(f"{folder}/latest.h5ad", "w", libver="latest") as to, h5py.File(f"{folder}/small.h5ad") as h:
        for key, value in h.attrs.items():
            to.attrs[key] = value
        for key in h:
            h.copy(key, to)
    tenx(f"{folder}/v3.h5", 3, types=["Gene Expression"] * (G - 1) + ["Antibody Capture"])
    tenx(f"{folder}/v2.h5", 2)


def make(folder):
    for name, how in (("gzip", dict(compression="gzip")), ("lzf", dict(compression="lzf")), ("none", {})):
        h5ad(f"{folder}/{name}.h5ad", lambda x: x, **how)
    h5ad(f"{folder}/dense.h5ad", lambda x: x.toarray(), compression="gzip")
    h5ad(f"{folder}/csc.h5ad", lambda x: x.tocsc(), compression="gzip")
    h5ad(f"{folder}/ints.h5ad", lambda x: x.astype(np.uint16), compression="gzip")
    h5ad(f"{folder}/log.h5ad", lambda x: x.log1p(), compression="gzip")
    h5ad(f"{folder}/half.h5ad", lambda x: x.toarray().astype(np.float16))
    old(f"{folder}/old.h5ad")
    links(f"{folder}/links.h5ad", f"{folder}/gzip.h5ad")
    cycle(f"{folder}/cycle.h5ad")
    a = everything()
    del a.layers["counts"], a.raw
    a.X = a.X.log1p()
    a.write_h5ad(f"{folder}/nocounts.h5ad")
    with h5py.File(f"{folder}/latest.h5ad", "w", libver="latest") as to, h5py.File(f"{folder}/gzip.h5ad") as h:
        for key, value in h.attrs.items():
            to.attrs[key] = value
        for key in h:
            h.copy(key, to)
    tenx(f"{folder}/v3.h5", 3)
    tenx(f"{folder}/v2.h5", 2)
    tenx(f"{folder}/two.h5", 2, genomes=("hg19", "mm10"))
    tenx(f"{folder}/multi.h5", 3, types=["Gene Expression"] * 20 + ["Antibody Capture"] * 3 + ["Peaks"] * 2)
    tenx(f"{folder}/lzf.h5", 3, filters=dict(compression="lzf"))
    tenx(f"{folder}/shuffle_lzf.h5", 3, filters=dict(compression="lzf", shuffle=True))
    tenx(f"{folder}/big_endian.h5", 3)
    with h5py.File(f"{folder}/big_endian.h5", "a") as h:
        values = h["matrix/data"][()]
        del h["matrix/data"]
        h.create_dataset("matrix/data", data=values.astype(">i4"), dtype=">i4")
    with h5py.File(f"{folder}/virtual.h5", "w") as to, h5py.File(f"{folder}/v3.h5") as h:
        h.copy("matrix", to)
        count = len(h["matrix/data"])
        del to["matrix/data"]
        layout = h5py.VirtualLayout(shape=(count,), dtype="i4")
        layout[:] = h5py.VirtualSource(f"{folder}/v3.h5", "matrix/data", shape=(count,))
        to.create_virtual_dataset("matrix/data", layout)
    with h5py.File(f"{folder}/external.h5", "w") as to, h5py.File(f"{folder}/v3.h5") as h:
        h.copy("matrix", to)
        count = len(h["matrix/data"])
        del to["matrix/data"]
        to.create_dataset("matrix/data", shape=(count,), dtype="i4", external=[(f"{folder}/v3.h5", 0, 4 * count)])
    with h5py.File(f"{folder}/reference.h5ad", "w") as to, h5py.File(f"{folder}/gzip.h5ad") as h:
        for key in h:
            h.copy(key, to)
        to["uns"]["pointer"] = to["X"].ref
    with h5py.File(f"{folder}/loom.h5", "w") as h:
        h["matrix"] = np.zeros((2, 2))
        h.create_group("row_attrs")
        h.create_group("col_attrs")
    x = everything().X
    np.savetxt(f"{folder}/counts.txt", x.toarray(), fmt="%g")


def same(first, second):
    a, b = ad.read_h5ad(first), ad.read_h5ad(second)
    added = [b.layers.pop("imputed"), b.var.pop("imputed"), b.uns.pop("unetfill")]
    differences = []

    def differ(x, y, place):
        if type(x) is not type(y):
            differences.append(f"{place}: {type(x)} and {type(y)}")
        elif isinstance(x, dict):
            if sorted(x) != sorted(y):
                differences.append(f"{place}: {sorted(x)} and {sorted(y)}")
            else:
                for key in x:
                    differ(x[key], y[key], f"{place}/{key}")
        elif isinstance(x, pd.DataFrame):
            try:
                pd.testing.assert_frame_equal(x, y)
            except AssertionError as e:
                differences.append(f"{place}: {e}")
        elif sp.issparse(x):
            if x.format != y.format or x.dtype != y.dtype or (x != y).nnz > 0:
                differences.append(f"{place}: sparse {x.format} {x.dtype} and {y.format} {y.dtype}")
        elif isinstance(x, np.ndarray):
            if x.dtype != y.dtype or x.shape != y.shape or not all(np.array_equal(x[n], y[n]) for n in x.dtype.names or ["..."] if n != "...") or (
                    not x.dtype.names and not np.array_equal(x, y)):
                differences.append(f"{place}: {x.dtype} {x.shape} and {y.dtype} {y.shape}")
        elif x != y:
            differences.append(f"{place}: {x!r} and {y!r}")

    differ(a.X, b.X, "X")
    for name in ("obs", "var"):
        differ(getattr(a, name), getattr(b, name), name)
    for name in ("layers", "obsm", "varm", "obsp", "varp", "uns"):
        differ(dict(getattr(a, name)), dict(getattr(b, name)), name)
    if (a.raw is None) != (b.raw is None):
        differences.append("raw")
    elif a.raw is not None:
        differ(a.raw.X, b.raw.X, "raw/X")
        differ(a.raw.var, b.raw.var, "raw/var")
        differ(dict(a.raw.varm), dict(b.raw.varm), "raw/varm")
    print(f"{len(differences)} differences", *differences, sep="\n")
    layer, imputed, uns = added
    layer = layer.toarray() if sp.issparse(layer) else layer
    print(type(b.X).__name__, layer.dtype, layer.shape, f"{layer.sum():.4f}", imputed.dtype, int(imputed.sum()), {k: str(v) for k, v in sorted(uns.items())})


def show(path):
    a = ad.read_h5ad(path)
    x = a.X.toarray() if sp.issparse(a.X) else a.X
    print(a.shape, type(a.X).__name__, x.dtype, f"{x.sum():g}", list(a.obs.columns), list(a.var.columns), {k: type(v).__name__ for k, v in a.layers.items()})


if __name__ == "__main__":
    {"make": make, "samples": samples, "same": same, "show": show, "indexes": chunk_indexes, "plugin": with_plugin}[sys.argv[1]](*sys.argv[2:])
