"""Model files of the motion networks: ONNX, weights in half precision, which are made float32 when the file is loaded."""

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper


def save_network(
    network: torch.nn.Module, example: tuple, inputs: list[str], outputs: list[str], to: Path, about: dict[str, str], batched=()
):
    """Write a network as ONNX (opset 17); the first dimension of what is `batched` is free. Its weights keep their
    names, so that training can start from the file."""
    to.parent.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(
        network,
        example,
        str(to),
        input_names=inputs,
        output_names=outputs,
        opset_version=17,
        dynamo=False,
        dynamic_axes={name: {0: "count"} for name in batched},
    )
    model = onnx.load(str(to))
    kept, casts = [], []
    for tensor in model.graph.initializer:
        values = numpy_helper.to_array(tensor)
        if values.dtype != np.float32 or values.size < 64:
            kept.append(tensor)
            continue
        half = numpy_helper.from_array(values.astype(np.float16), f"{tensor.name}.half")
        kept.append(half)
        casts.append(helper.make_node("Cast", [half.name], [tensor.name], to=TensorProto.FLOAT))
    nodes = list(model.graph.node)
    del model.graph.initializer[:], model.graph.node[:]
    model.graph.initializer.extend(kept)
    model.graph.node.extend(casts + nodes)
    helper.set_model_props(model, about)
    onnx.checker.check_model(model)
    onnx.save(model, str(to))


def load_weights(network: torch.nn.Module, path: Path):
    """Read the weights of a file back into a network, by their names."""
    stored = {
        tensor.name.removesuffix(".half").removeprefix("network."): numpy_helper.to_array(tensor)
        for tensor in onnx.load(str(path)).graph.initializer
    }
    own = network.state_dict()
    missing = sorted(set(own) - set(stored))
    if missing:
        raise ValueError(f"{path} has no weights for {', '.join(missing)}; it belongs to another network")
    network.load_state_dict({name: torch.from_numpy(stored[name].astype(np.float32)).reshape(own[name].shape) for name in own})
