"""Reads exported files with the ordinary tools and prints what it found as JSON: {file: {name: {shape, unit, axes, bytes | texts}}}.

Usage: /usr/bin/python3 readBack.py FILE...; numbers are answered as the bytes of 64-bit floats in C order, base64.
"""

import base64
import csv
import json
import os
import sys


def numbers(values):
    import numpy

    array = numpy.ascontiguousarray(values)
    assert array.dtype == numpy.dtype("<f8"), array.dtype
    return {"shape": list(values.shape), "bytes": base64.b64encode(array.tobytes()).decode()}


def read_npz(path):
    import numpy

    with numpy.load(path, allow_pickle=False) as archive:
        metadata = json.loads(str(archive["metadata"]))
        found = {}
        for name in archive.files:
            if name == "metadata":
                continue
            values = archive[name]
            entry = {"shape": list(values.shape), "texts": values.tolist()} if values.dtype.kind == "U" else numbers(values)
            found[name] = {**entry, "unit": metadata[name]["unit"], "axes": metadata[name]["axes"]}
        return found


def read_h5(path):
    import h5py

    found = {}
    with h5py.File(path, "r") as file:
        for name, dataset in file.items():
            if dataset.dtype.kind == "O":
                entry = {"shape": list(dataset.shape), "texts": [text.decode() for text in dataset[()]]}
            else:
                entry = numbers(dataset[()])
            found[name] = {**entry, "unit": dataset.attrs["unit"], "axes": list(dataset.attrs["axes"])}
    return found


def text_of(value):
    return "" if value.size == 0 else str(value.flat[0])


def read_mat(path):
    from scipy.io import loadmat

    variables = loadmat(path)
    metadata = variables["metadata"][0, 0]
    found = {}
    for name, values in variables.items():
        if name.startswith("__") or name == "metadata":
            continue
        if values.dtype.kind == "O":
            entry = {"shape": list(values.shape), "texts": [text_of(cell) for cell in values.flat]}
        else:
            entry = numbers(values)
        about = metadata[name][0, 0]
        found[name] = {**entry, "unit": text_of(about["unit"]), "axes": text_of(about["axes"]).split(", ")}
    return found


def read_csv(path):
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file, delimiter=";" if ".comma." in path else ","))
    return {"rows": {"texts": rows}}


readers = {".npz": read_npz, ".h5": read_h5, ".mat": read_mat, ".csv": read_csv}
json.dump({path: readers[os.path.splitext(path)[1]](path) for path in sys.argv[1:]}, sys.stdout)
