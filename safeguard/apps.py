from django.apps import AppConfig


class SafeguardConfig(AppConfig):
    name = "safeguard"
    verbose_name = "Safeguard"

    def ready(self) -> None:
        from safeguard import checks  # noqa: F401 (registers them)
