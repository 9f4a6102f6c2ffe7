"""The open register: what the city tells everybody of its international work, without login, in Swedish and English."""
