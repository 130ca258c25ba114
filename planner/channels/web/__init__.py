"""Away replies that are set over the web: JMAP, Gmail, Microsoft Graph (extra `away`)."""
