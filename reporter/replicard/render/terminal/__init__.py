"""What commands and programs around them print: text, SARIF, annotations."""
