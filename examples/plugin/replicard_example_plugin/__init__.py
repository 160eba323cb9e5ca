"""An example of a package that extends Replicard: one module for each kind of extension."""
