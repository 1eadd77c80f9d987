"""What spaCy's own commands must import before they read the configs: `--code training/code.py`."""

from thinc.api import NumpyOps, set_current_ops

from training import augment, clusters, names, tokenizer

__all__ = ["augment", "clusters", "names", "tokenizer"]

# numpy's matrix product is two to three times as fast as the one thinc takes by default; training then takes half as long.
set_current_ops(NumpyOps(use_blis=False))
