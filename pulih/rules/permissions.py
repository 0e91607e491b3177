"""Who may do what. Roles are code, so that a change of a role is a reviewed difference."""

from collections.abc import Mapping
from enum import StrEnum

from pulih.rules.verdicts import ALLOWED, Verdict, refused


class Permission(StrEnum):
    """One thing a person may do or see; pages, actions and queries ask for these by name."""

    FIND_PEOPLE = "find_people"
    READ_PERSON = "read_person"
    READ_CUSTODY = "read_custody"
    READ_NATIONAL_NUMBER = "read_national_number"
    READ_READERS = "read_readers"
    REGISTER_PEOPLE = "register_people"
    IMPORT_REGISTER = "import_register"
    SET_CATEGORY = "set_category"
    BREAK_GLASS = "break_glass"
    REVIEW_BREAK_GLASS = "review_break_glass"
    READ_ORGANISATIONS = "read_organisations"
    EDIT_ORGANISATION = "edit_organisation"
    ADD_ORGANISATION = "add_organisation"
    DESIGNATE = "designate"
    READ_STAFF = "read_staff"
    MANAGE_STAFF = "manage_staff"
    READ_AUDIT = "read_audit"
    READ_CLINICAL_NOTES = "read_clinical_notes"
    READ_PSYCHOLOGICAL_NOTES = "read_psychological_notes"
    READ_HIV = "read_hiv"
    READ_WAVES = "read_waves"
    PLAN_WAVES = "plan_waves"
    SUSPEND_WAVES = "suspend_waves"
    NOMINATE = "nominate"
    RECORD_WILLINGNESS = "record_willingness"
    ASSESS_CANDIDATES = "assess_candidates"
    MANAGE_ENROLMENTS = "manage_enrolments"
    DECIDE_EXCEPTIONS = "decide_exceptions"
    RECHECK_REMAND = "recheck_remand"
    TRANSFER = "transfer"
    MEASURE = "measure"
    READ_MEASURES = "read_measures"
    TEST_URINE = "test_urine"
    READ_TESTS = "read_tests"
    LOOK_AGAIN = "look_again"
    RAISE_CONCERN = "raise_concern"
    READ_RESULTS = "read_results"
    DRAFT_RESULTS = "draft_results"
    CHECK_RESULTS = "check_results"
    APPROVE_RESULTS = "approve_results"
    RECORD_EVENTS = "record_events"
    READ_EVENTS = "read_events"
    READ_TARGETS = "read_targets"
    SET_TARGETS = "set_targets"
    READ_INSTRUMENTS = "read_instruments"
    LOAD_WORDING = "load_wording"
    MANAGE_COMPETENCIES = "manage_competencies"
    SCORE_AGAIN = "score_again"
    READ_CASELOAD = "read_caseload"
    ASSIGN_COUNSELLORS = "assign_counsellors"
    READ_SESSIONS = "read_sessions"
    PLAN_SESSIONS = "plan_sessions"
    MARK_ATTENDANCE = "mark_attendance"
    PUBLISH_RANKING = "publish_ranking"
    RECORD_OBJECTIONS = "record_objections"
    ISSUE_DECREES = "issue_decrees"
    ISSUE_CERTIFICATES = "issue_certificates"
    ADOPT_PROGRAMMES = "adopt_programmes"
    READ_PLANS = "read_plans"
    WRITE_PLANS = "write_plans"
    WRITE_NOTES = "write_notes"
    RECORD_SKILLS = "record_skills"
    RECORD_INCIDENTS = "record_incidents"
    RECORD_TIME_AWAY = "record_time_away"
    PREPARE_RELEASE = "prepare_release"
    MERGE_PEOPLE = "merge_people"
    PREPARE_FEEDBACK = "prepare_feedback"
    READ_FEEDBACK = "read_feedback"
    RECORD_COMPLAINTS = "record_complaints"
    READ_COMPLAINTS = "read_complaints"
    ANSWER_COMPLAINTS = "answer_complaints"
    READ_AGREEMENTS = "read_agreements"
    RECORD_AGREEMENTS = "record_agreements"
    READ_COMPLETENESS = "read_completeness"
    PRINT_DOCUMENTS = "print_documents"


class Role(StrEnum):
    """What someone is at an organisation in a period."""

    REGISTRAR = "registrar"
    ASSESSOR = "assessor"
    COUNSELLOR = "counsellor"
    NURSE = "nurse"
    PROGRAMME_MANAGER = "programme_manager"
    HEAD_OF_FACILITY = "head_of_facility"
    REGIONAL_OFFICER = "regional_officer"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"
    """Jobs and the command line, for one organisation at a time; nobody signs in with it."""


_P = Permission
_CARE = frozenset({_P.FIND_PEOPLE, _P.READ_PERSON, _P.READ_CUSTODY, _P.READ_ORGANISATIONS, _P.BREAK_GLASS,
                   _P.READ_WAVES, _P.READ_MEASURES, _P.RAISE_CONCERN, _P.RECORD_WILLINGNESS,
                   _P.READ_EVENTS, _P.READ_INSTRUMENTS, _P.READ_SESSIONS, _P.READ_CASELOAD,
                   _P.RECORD_OBJECTIONS, _P.READ_PLANS, _P.READ_COMPLETENESS, _P.RECORD_COMPLAINTS,
                   _P.PREPARE_RELEASE, _P.RECORD_INCIDENTS, _P.PRINT_DOCUMENTS})  # fmt: skip

GRANTS: Mapping[Role, frozenset[Permission]] = {
    Role.REGISTRAR: frozenset(
        {
            _P.FIND_PEOPLE,
            _P.READ_PERSON,
            _P.READ_CUSTODY,
            _P.READ_NATIONAL_NUMBER,
            _P.REGISTER_PEOPLE,
            _P.IMPORT_REGISTER,
            _P.READ_ORGANISATIONS,
            _P.READ_WAVES,
            _P.NOMINATE,
            _P.TRANSFER,
            _P.RECHECK_REMAND,
            _P.RECORD_TIME_AWAY,
            _P.MERGE_PEOPLE,
            _P.RECORD_INCIDENTS,
        }
    ),
    Role.ASSESSOR: _CARE
    | {
        _P.SET_CATEGORY,
        _P.ASSESS_CANDIDATES,
        _P.MEASURE,
        _P.READ_TESTS,
        _P.LOOK_AGAIN,
        _P.READ_RESULTS,
        _P.CHECK_RESULTS,
        _P.WRITE_NOTES,
        _P.READ_PSYCHOLOGICAL_NOTES,
    },
    Role.COUNSELLOR: _CARE
    | {
        _P.READ_PSYCHOLOGICAL_NOTES,
        _P.MEASURE,
        _P.READ_TESTS,
        _P.READ_RESULTS,
        _P.PLAN_SESSIONS,
        _P.MARK_ATTENDANCE,
        _P.WRITE_PLANS,
        _P.WRITE_NOTES,
        _P.RECORD_SKILLS,
        _P.READ_FEEDBACK,
    },
    Role.NURSE: _CARE
    | {
        _P.READ_CLINICAL_NOTES,
        _P.READ_HIV,
        _P.TEST_URINE,
        _P.READ_TESTS,
        _P.LOOK_AGAIN,
        _P.MEASURE,
        _P.WRITE_NOTES,
    },
    Role.PROGRAMME_MANAGER: _CARE
    | {
        _P.SET_CATEGORY,
        _P.PLAN_WAVES,
        _P.SUSPEND_WAVES,
        _P.NOMINATE,
        _P.ASSESS_CANDIDATES,
        _P.MANAGE_ENROLMENTS,
        _P.RECHECK_REMAND,
        _P.READ_TESTS,
        _P.READ_RESULTS,
        _P.DRAFT_RESULTS,
        _P.CHECK_RESULTS,
        _P.RECORD_EVENTS,
        _P.READ_TARGETS,
        _P.ASSIGN_COUNSELLORS,
        _P.PLAN_SESSIONS,
        _P.MARK_ATTENDANCE,
        _P.ISSUE_CERTIFICATES,
        _P.WRITE_PLANS,
        _P.RECORD_SKILLS,
        _P.RECORD_TIME_AWAY,
        _P.PREPARE_FEEDBACK,
        _P.READ_FEEDBACK,
        _P.READ_COMPLAINTS,
        _P.ANSWER_COMPLAINTS,
        _P.READ_AGREEMENTS,
        _P.RECORD_AGREEMENTS,
    },
    Role.HEAD_OF_FACILITY: frozenset(
        {
            _P.FIND_PEOPLE,
            _P.READ_PERSON,
            _P.READ_CUSTODY,
            _P.READ_READERS,
            _P.REVIEW_BREAK_GLASS,
            _P.READ_ORGANISATIONS,
            _P.EDIT_ORGANISATION,
            _P.READ_STAFF,
            _P.READ_AUDIT,
            _P.READ_WAVES,
            _P.SUSPEND_WAVES,
            _P.DECIDE_EXCEPTIONS,
            _P.RAISE_CONCERN,
            _P.READ_RESULTS,
            _P.APPROVE_RESULTS,
            _P.RECORD_EVENTS,
            _P.READ_EVENTS,
            _P.READ_TARGETS,
            _P.READ_INSTRUMENTS,
            _P.MANAGE_COMPETENCIES,
            _P.READ_CASELOAD,
            _P.READ_SESSIONS,
            _P.PUBLISH_RANKING,
            _P.ISSUE_DECREES,
            _P.READ_PLANS,
            _P.READ_COMPLETENESS,
            _P.READ_FEEDBACK,
            _P.RECORD_COMPLAINTS,
            _P.READ_COMPLAINTS,
            _P.ANSWER_COMPLAINTS,
            _P.READ_AGREEMENTS,
            _P.RECORD_AGREEMENTS,
            _P.PRINT_DOCUMENTS,
        }
    ),
    Role.REGIONAL_OFFICER: frozenset(
        {
            _P.READ_ORGANISATIONS,
            _P.EDIT_ORGANISATION,
            _P.ADD_ORGANISATION,
            _P.DESIGNATE,
            _P.READ_TARGETS,
            _P.SET_TARGETS,
            _P.ADOPT_PROGRAMMES,
            _P.READ_AGREEMENTS,
            _P.RECORD_AGREEMENTS,
        }
    ),
    Role.AUDITOR: frozenset({_P.READ_ORGANISATIONS, _P.READ_AUDIT, _P.READ_READERS, _P.REVIEW_BREAK_GLASS}),
    Role.ADMINISTRATOR: frozenset(
        {
            _P.READ_ORGANISATIONS,
            _P.READ_STAFF,
            _P.MANAGE_STAFF,
            _P.READ_INSTRUMENTS,
            _P.LOAD_WORDING,
            _P.MANAGE_COMPETENCIES,
            _P.ADOPT_PROGRAMMES,
        }
    ),
    Role.SYSTEM: frozenset(Permission) - {_P.READ_NATIONAL_NUMBER, _P.BREAK_GLASS},
}

SIGN_IN_ROLES = tuple(role for role in Role if role is not Role.SYSTEM)

AUDIT_OWN_OFFICE = (Role.HEAD_OF_FACILITY,)
"""Roles that read the audit of their own office."""

AUDIT_BELOW = (Role.AUDITOR,)
"""Roles that read the audit of their office and of every office below it: references, never names."""


def may(role: Role, permission: Permission) -> Verdict:
    """Whether a role carries a permission; the refusal names both, for the page and for the audit."""
    if permission in GRANTS[role]:
        return ALLOWED
    return refused("permission_missing", role=role.value, permission=permission.value)
