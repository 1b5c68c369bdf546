-- Reminders are rows of orleans.reminder; nothing reads these. None is lost with them: every shard of due work registers its own anew when it is first swept.
drop table paygate.reminders;
