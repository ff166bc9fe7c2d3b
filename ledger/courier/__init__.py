"""The courier: carries reminders out of the house, by mail and webhook, outside any transaction."""
