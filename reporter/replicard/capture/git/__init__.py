"""A git repository read as data: nothing that it names is ever run.

Configuration, attributes and hooks of a repository can name programs that git, and
libraries that follow it closely, start during a mere ``status``. So references, index
and objects are read here as files, within limits, and contents are compared by hash.
"""
