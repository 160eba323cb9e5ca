"""The supplementary report: its page, tables and paper."""
