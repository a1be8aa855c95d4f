from django.urls import path

from incidents.views import referrals

urlpatterns = [
    path("<str:code>/referrals/", referrals.referrals, name="referrals"),
    path("<str:code>/referrals/add/", referrals.refer, name="refer"),
    path("<str:code>/referrals/called/", referrals.called, name="called"),
    path("<str:code>/referrals/<uuid:uid>/", referrals.referral, name="referral"),
    path("<str:code>/referrals/<uuid:uid>/heard/", referrals.heard, name="heard"),
]
