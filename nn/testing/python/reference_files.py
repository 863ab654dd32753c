"""Writes the files in ../resources/files that the tests of org.cotangent.nn.files read.

safetensors: from the text of the format only (struct and json), no package of that name.
npy, npz: by numpy.save, numpy.savez, numpy.savez_compressed. idx: from the text at the MNIST page.
Needs numpy; run it as  python3 reference_files.py  from any folder.
"""

import gzip
import io
import json
import pathlib
import struct

import numpy as np

OUT = pathlib.Path(__file__).resolve().parent.parent / "resources" / "files"


def safetensors(name, tensors, metadata=None, indent=None):
    """tensors: name -> (dtype, shape, bytes)."""
    header, data = {}, b""
    if metadata is not None:
        header["__metadata__"] = metadata
    for key, (dtype, shape, raw) in tensors.items():
        header[key] = {"dtype": dtype, "shape": shape, "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    # the order of the header need not be that of the data
    header = dict(sorted(header.items(), reverse=True))
    text = json.dumps(header, indent=indent, ensure_ascii=False).encode("utf-8")
    text += b" " * (-len(text) % 8)
    (OUT / name).write_bytes(struct.pack("<Q", len(text)) + text + data)


def main():
    f = np.array([0.0, -0.0, 1.5, -2.25, 65504.0, 6.103515625e-05, 5.960464477539063e-08, np.inf, -np.inf, np.nan])
    i = np.array([0, 1, -1, 127, -128])
    u = np.array([0, 1, 255])
    safetensors(
        "every_dtype.safetensors",
        {
            "f64": ("F64", [2, 5], f.astype("<f8").tobytes()),
            "f32": ("F32", [10], f.astype("<f4").tobytes()),
            "f16": ("F16", [5, 2], f.astype("<f2").tobytes()),
            # bfloat16 is the upper half of a float32
            "bf16": ("BF16", [4], b"".join(struct.pack("<f", v)[2:] for v in [1.0, -2.5, 3.140625, float("inf")])),
            "i64": ("I64", [6], np.append(i, 2**53).astype("<i8").tobytes()),
            "i32": ("I32", [6], np.append(i, -(2**31)).astype("<i4").tobytes()),
            "i16": ("I16", [6], np.append(i, 2**15 - 1).astype("<i2").tobytes()),
            "i8": ("I8", [5], i.astype("i1").tobytes()),
            "u64": ("U64", [4], np.append(u, 2**53).astype("<u8").tobytes()),
            "u32": ("U32", [4], np.append(u, 2**32 - 1).astype("<u4").tobytes()),
            "u16": ("U16", [4], np.append(u, 2**16 - 1).astype("<u2").tobytes()),
            "u8": ("U8", [3], u.astype("u1").tobytes()),
            "bool": ("BOOL", [2], b"\x00\x01"),
            "scalar": ("F64", [], struct.pack("<d", 0.1)),
            "empty": ("F32", [0, 3], b""),
        },
        {"by": "reference_files.py", "umlaut \u00e4": "\u20ac \U0001f600 \"\\\n"},
    )
    safetensors("spaced.safetensors", {"a": ("F32", [1, 2], struct.pack("<2f", 1, 2))}, indent=2)

    a = np.arange(-3, 3).reshape(2, 3)
    arrays = {}
    for code in ["f8", "f4", "f2", "i8", "i4", "i2", "i1"]:
        arrays[code] = a
    for code in ["u8", "u4", "u2", "u1"]:
        arrays[code] = a + 3
    arrays["b1"] = a > 0
    for code, values in arrays.items():
        for order in ["<", ">"] if code[1] != "1" else ["|"]:
            kind = {"<": "little", ">": "big", "|": "byte"}[order]
            np.save(OUT / f"{code}_{kind}.npy", values.astype(order + code))
    np.save(OUT / "fortran.npy", np.asfortranarray(np.arange(24.0).reshape(2, 3, 4)))
    np.save(OUT / "scalar.npy", np.float64(0.1))
    np.save(OUT / "empty.npy", np.zeros((0, 3)))
    for version in [(1, 0), (2, 0), (3, 0)]:
        with open(OUT / f"version{version[0]}.npy", "wb") as file:
            np.lib.format.write_array(file, np.array([1.0, 2.0]), version=version)
    for name, array in [
        ("complex", np.array([1j])),
        ("text", np.array(["a"])),
        ("record", np.zeros(2, dtype=[("x", "<f8"), ("y", "<i4")])),
        ("object", np.array([{}], dtype=object)),
    ]:
        np.save(OUT / f"refused_{name}.npy", array)
    np.savez(OUT / "stored.npz", x=np.arange(6.0).reshape(2, 3), labels=np.array([3, 1], dtype="i4"))
    np.savez_compressed(OUT / "compressed.npz", np.zeros((50, 20)), y=np.eye(3, dtype="f4"))

    for code, dtype in {8: ">u1", 9: ">i1", 11: ">i2", 12: ">i4", 13: ">f4", 14: ">f8"}.items():
        values = (a + 3 if code == 8 else a).astype(dtype)
        raw = bytes([0, 0, code, 2]) + struct.pack(">2I", 2, 3) + values.tobytes()
        (OUT / f"type{code:02x}.idx").write_bytes(raw)
    images = np.arange(3 * 2 * 2).reshape(3, 2, 2).astype("u1")
    raw = bytes([0, 0, 8, 3]) + struct.pack(">3I", 3, 2, 2) + images.tobytes()
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as zipped:
        zipped.write(raw)
    (OUT / "images-idx3-ubyte.gz").write_bytes(packed.getvalue())
    (OUT / "labels-idx1-ubyte").write_bytes(bytes([0, 0, 8, 1]) + struct.pack(">I", 3) + bytes([9, 0, 2]))


main()
