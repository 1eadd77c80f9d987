"""From a folder of policy reports to tables of who recommends what to whom."""

__version__ = "0.1.0"
