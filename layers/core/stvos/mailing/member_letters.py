"""What the mails to a brand's members say."""

from stvos.mailing.letters import Brand, Letter, LetterContent, greeting


def verify_code(brand: Brand, content: LetterContent) -> Letter:
    return Letter(
        subject=f"Confirm your email address for {brand.name}",
        heading="Confirm your email address",
        greeting=greeting(content),
        opening=f"Enter this code in the {brand.inline} app to confirm that this address is yours.",
        code=content["code"],
        link=brand.link(
            "Confirm my address", "verify-email", email=content["to"], code=content["code"]
        ),
        closing=("The code works once, for 30 minutes.",),
        why=f"This address was used to sign up to {brand.inline}. If that was not you, "
        "you need not do anything.",
    )


def reset_code(brand: Brand, content: LetterContent) -> Letter:
    return Letter(
        subject=f"Set a new password for {brand.name}",
        heading="Set a new password",
        greeting=greeting(content),
        opening=f"Enter this code in the {brand.inline} app, with the new password you want.",
        code=content["code"],
        link=brand.link(
            "Choose a new password", "reset-password", email=content["to"], code=content["code"]
        ),
        closing=(
            "The code works once, for 30 minutes. Setting a new password signs every device out.",
            "Keep the code to yourself: no one who helps you will ask for it.",
        ),
        why=f"A new password was asked for at {brand.inline} with this address. If that was not "
        "you, leave this mail alone: your password stays as it is.",
    )


def export_ready(brand: Brand, content: LetterContent) -> Letter:
    query = {"job": str(content["job_id"])} if "job_id" in content else {}
    return Letter(
        subject=f"Your data from {brand.name} is ready",
        heading="Your data is ready",
        greeting=greeting(content),
        opening=f"You asked for a copy of everything that {brand.inline} holds about you. It is "
        f"ready: sign in to the {brand.inline} app and download it there.",
        link=brand.link("Go to my data", "data-export", **query),
        closing=("The archive is kept for 7 days and then removed.",),
        why="If you did not ask for this copy, change your password: someone else may be "
        "signed in to your account.",
    )


def account_deleted(brand: Brand, content: LetterContent) -> Letter:
    return Letter(
        subject=f"Your {brand.name} account is deleted",
        heading="Your account is deleted",
        greeting=greeting(content),
        opening=f"As you asked, your {brand.inline} account and everything that was kept in it "
        "has been deleted. It cannot be brought back.",
        closing=("Thank you for having been with us.",),
        why=f"This mail confirms the deletion; no other mail about this account of "
        f"{brand.inline} will follow.",
    )
