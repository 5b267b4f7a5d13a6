"""What sign-in routes of every kind take."""

from stvos.models import Body, Email, Line40, Line200, Password


class CredentialsBody(Body):
    email: Email
    password: Password


class RefreshBody(Body):
    refresh_token: Line200


class EmailBody(Body):
    email: Email


class ResetPasswordBody(Body):
    email: Email
    code: Line40
    new_password: Password


class CodeBody(Body):
    code: Line40


class ChangePasswordBody(Body):
    current_password: Password
    new_password: Password
