"""The outbox: letters are written in the transaction of the act they tell of."""
