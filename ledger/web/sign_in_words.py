"""What signing in says: calm, and never whether an account exists."""

WRONG = "That mail address and password do not go together. Check both, or ask an administrator for an invitation."

MESSAGES = {
    "GENERIC_AUTHN_FAILED": WRONG,
    "EMAIL_NOT_PROVIDED": WRONG,
    "INVALID_EMAIL_ADDRESS": WRONG,
    "USER_DOES_NOT_EXIST": WRONG,
    "DISABLED_ACCOUNT": WRONG,
    "INVALID_PASSWORD": "That is not your present password.",
    "PASSWORD_NOT_PROVIDED": "Write the password.",
    "PASSWORD_INVALID_LENGTH": "Choose a password of at least %(length)s characters; a few words in a row do well.",
    "PASSWORD_IS_THE_SAME": "Choose a password that differs from the present one.",
    "RETYPE_PASSWORD_MISMATCH": "The two new passwords are not the same; write both again.",
    "PASSWORD_CHANGE": "Your password is changed. Every other session of yours has ended.",
    "LOGIN": "Please sign in first.",
    "UNAUTHENTICATED": "Please sign in first.",
    "REFRESH": "Please write your password once more; this is a safe thing to ask for.",
    "REAUTHENTICATION_REQUIRED": "Please write your password once more before you change how you sign in.",
    "REAUTHENTICATION_SUCCESSFUL": "Thank you, it is you.",
    "TWO_FACTOR_INVALID_TOKEN": "That code is not right, or was used already. Wait for the next one and write that.",
    "INVALID_CODE": "That code is not right, or was used already. Wait for the next one and write that.",
    "TWO_FACTOR_LOGIN_SUCCESSFUL": "You are signed in.",
    "TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL": "The second step is on: from now on we ask for a code after your password.",
    "TWO_FACTOR_PERMISSION_DENIED": "Please sign in first.",
    "TWO_FACTOR_METHOD_NOT_AVAILABLE": "This cannot be chosen.",
    "TWO_FACTOR_DISABLED": "The second step is off. Your password alone signs you in.",
    "TWO_FACTOR_SETUP_EXPIRED": "That took longer than %(within)s; please begin again.",
}
"""The library's names of its messages to our sentences."""
