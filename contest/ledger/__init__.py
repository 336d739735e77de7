"""The audit trail: every act, chained so that tampering shows."""
