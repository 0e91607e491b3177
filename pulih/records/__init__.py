"""What we remember: models, migrations, the walls around them, the audit and the read log."""
