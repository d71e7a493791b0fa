-- What a channel promises where no queue says otherwise, and how long a contact of it may be silent, in milliseconds.

CREATE TABLE channels AS
SELECT *
FROM (VALUES                                                             -- defaults: SEMANTICS 12, 16; EVENTS.md
    ('voice', 20000, 5000, NULL, 14400000),
    ('video', 20000, 5000, NULL, 86400000),
    ('chat', 60000, 0, 60000, 86400000),
    ('sms', 60000, 0, NULL, NULL),
    ('email', 14400000, 0, 14400000, NULL),
    ('social', 14400000, 0, 14400000, NULL),
    ('visit', 14400000, 0, NULL, NULL),
    ('task', 14400000, 0, NULL, NULL),
    ('other', 14400000, 0, NULL, NULL)) AS defaults (channel, threshold, short, target, idle_limit);

-- A contact that names no channel is on that of the queue, where the site says which that is. SEMANTICS 7.
CREATE MACRO on_channel(named, queue) AS coalesce(named, getvariable('queue_channels')[queue], 'other');
