"""One year's contest: calendar, themes, rules, permissions asked for."""
