"""The pages of referrals: the registers, one referral with its matrix and remarks, one body's answer."""
