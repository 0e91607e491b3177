"""The review of result sheets: drafted, checked, returned, approved; superseded by later changes."""

from pulih.actions.outcomes.reviewing import approve_sheet, check_sheet, draft_sheet, return_sheet

__all__ = ["approve_sheet", "check_sheet", "draft_sheet", "return_sheet"]
