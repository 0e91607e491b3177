"""Where everything is. Only login, logout and password change of allauth are routed."""

from django.urls import include, path

from pulih.web.staff.views import ChangePasswordView, SignInView, SignOutView

urlpatterns = [
    path("", include("pulih.web.today.urls")),
    path("people/", include("pulih.web.people.urls")),
    path("programmes/", include("pulih.web.programmes.urls")),
    path("enrolments/", include("pulih.web.enrolments.urls")),
    path("assessments/", include("pulih.web.assessments.urls")),
    path("sessions/", include("pulih.web.sessions.urls")),
    path("attendance/", include("pulih.web.attendance.urls")),
    path("plans/", include("pulih.web.plans.urls")),
    path("custody/", include("pulih.web.custody.urls")),
    path("voice/", include("pulih.web.voice.urls")),
    path("say/", include("pulih.web.voice.public_urls")),
    path("completeness/", include("pulih.web.completeness.urls")),
    path("clinic/", include("pulih.web.clinic.urls")),
    path("outcomes/", include("pulih.web.outcomes.urls")),
    path("network/", include("pulih.web.network.urls")),
    path("targets/", include("pulih.web.targets.urls")),
    path("caseload/", include("pulih.web.caseload.urls")),
    path("organisations/", include("pulih.web.organisations.urls")),
    path("staff/", include("pulih.web.staff.urls")),
    path("audit/", include("pulih.web.audit.urls")),
    path("documents/", include("pulih.web.documents.urls")),
    path("confirm/", include("pulih.web.documents.public_urls")),
    path("ui/", include("pulih.web.ui.urls")),
    path("door/", include("pulih.web.door.urls")),
    path("sign-in/", SignInView.as_view(), name="account_login"),
    path("sign-out/", SignOutView.as_view(), name="account_logout"),
    path("password/", ChangePasswordView.as_view(), name="account_change_password"),
]
handler403 = "pulih.web.door.errors.forbidden"
handler404 = "pulih.web.door.errors.not_found"
handler500 = "pulih.web.door.errors.failed"
