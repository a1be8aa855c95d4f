"""What a policy promises about consent, part by part."""
