"""Pages of exhibitions: calendars for everybody, planning for the secretariat."""
