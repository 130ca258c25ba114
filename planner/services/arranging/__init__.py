"""Her settings from the dashboard: seen as a list, changed in a form, tried before they hold."""
