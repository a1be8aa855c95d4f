from django.urls import path

from consent.views import contact, disclosures, notices

urlpatterns = [
    path("contact/", contact.may_contact, name="may_contact"),
    path("contact/<int:pk>/", contact.person, name="contact_person"),
    path("contact/<int:pk>/wish/", contact.wish, name="wish"),
    path("contact/wishes/", contact.opt_outs, name="opt_outs"),
    path("contact/wishes/<int:pk>/", contact.opt_out, name="opt_out"),
    path("contact/wishes/<int:pk>/end/", contact.end_opt_out, name="end_opt_out"),
    path("contact/wishes/<int:pk>/anyway/", contact.contact_anyway, name="contact_anyway"),
    path("contact/anyway/", contact.overrides, name="overrides"),
    path("contact/anyway/<int:pk>/", contact.override, name="override"),
    path("contact/<int:pk>/passed-on/", disclosures.pass_on, name="pass_on"),
    path("passed-on/", disclosures.disclosures, name="disclosures"),
    path("passed-on/export/", disclosures.export, name="export_disclosures"),
    path("passed-on/<int:pk>/", disclosures.disclosure, name="disclosure"),
    path("notices/", notices.notices, name="notices"),
    path("notices/add/", notices.add, name="add_notice"),
    path("notices/<int:pk>/", notices.notice, name="notice"),
    path("notices/<int:pk>/words/", notices.word, name="word_notice"),
    path("notices/<int:pk>/language/", notices.translate, name="translate_notice"),
    path("notices/<int:pk>/end/", notices.end, name="end_notice"),
    path("notices/<int:pk>/families/", notices.families, name="notice_families"),
    path("notices/<int:pk>/told/", notices.told, name="told"),
]
