"""What we hand over: documents (PDF by typst), workbooks (XLSX) and the figures in them.

`result_rows` says once what a result sheet prints; page, PDF and workbook all print that.
"""
