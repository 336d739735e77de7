"""What a web server loads."""

from config import Config
from contest.app import create_app

app = create_app(Config.from_env())
