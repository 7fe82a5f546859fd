"""The sentences of the information by Art. 13 DSGVO, each Markdown, in each language of a form.

``privacy_notices`` puts them together.
"""

from collections.abc import Mapping

MISSING: Mapping[str, str] = {"de": "[fehlt noch]", "en": "[still missing]", "de-leicht": "[fehlt noch]"}
DATES: Mapping[str, tuple[str, str]] = {
    "de": ("de_DE", "d. MMMM y"),
    "en": ("en_GB", "d MMMM y"),
    "de-leicht": ("de_DE", "d. MMMM y"),
}
"""How days are written: the locale and the pattern."""

TEXTS: Mapping[str, Mapping[str, str]] = {
    "de": {
        "controller": "## Wer ist verantwortlich?\n\n%(controller)s\n\nFragen beantworten wir Ihnen gern: %(contact)s",
        "officer": "## Wer achtet auf den Datenschutz?\n\nDie oder den Datenschutzbeauftragten "
        "erreichen Sie so: %(officer)s",
        "purpose": "## Wozu fragen wir?\n\n%(purpose)s",
        "basis": "## Auf welcher Grundlage?\n\nWir verarbeiten Ihre Angaben nach %(basis)s. Ihre "
        "Teilnahme ist freiwillig; wenn Sie nicht teilnehmen, hat das keine Nachteile.",
        "consent": "Mit dem Absenden willigen Sie ein. Bis dahin können Sie jederzeit abbrechen, ohne "
        "dass etwas gespeichert wird. Danach können Sie Ihre Einwilligung für die Zukunft widerrufen; "
        "was bis dahin geschehen ist, bleibt rechtmäßig.",
        "survey": "## Was speichern wir?\n\nIhre Antworten, ohne Ihren Namen, ohne Ihre IP-Adresse und "
        "ohne die Uhrzeit. Wir können Ihre Antworten nach dem Absenden keiner Person mehr zuordnen. "
        "Bitte schreiben Sie in Textfelder nichts, woran man Sie oder andere erkennt.",
        "ideas": "## Was speichern wir?\n\nIhre Vorschläge und Kommentare mit dem Tag, an dem Sie sie "
        "absenden, ohne Ihren Namen und ohne Ihre IP-Adresse. **Sie werden veröffentlicht.** Bitte "
        "schreiben Sie nichts hinein, woran man Sie oder andere erkennt.",
        "codes": "Ihr Zugangscode wird beim Absenden gelöscht. Er wird nicht mit Ihren Antworten "
        "gespeichert. Übernommen wird nur die Gruppe, für die er ausgegeben wurde, etwa ein Stadtteil.",
        "device": "Damit niemand aus Versehen zweimal antwortet, merkt sich Ihr Browser, dass Sie geantwortet haben: "
        "mit einem Cookie, der „mitgemacht-“ und die Nummer der Umfrage heißt, nur das sagt und am Tag nach ihrem Ende "
        "verfällt. Ohne ihn lässt sie sich nicht je Gerät einmal beantworten (§ 25 Abs. 2 Nr. 2 TDDDG).",
        "draft": "Solange Sie ausfüllen, bewahrt Ihr Browser Ihre Antworten auf Ihrem Gerät auf, damit nichts verloren geht: "
        "bis Sie absenden, höchstens 30 Tage, ohne Ihren Code. Das gehört zum Ausfüllen dazu (§ 25 Abs. 2 Nr. 2 TDDDG); "
        "Sie können es dort jederzeit löschen und abschalten. Haben Sie abgesendet, behält Ihr Browser an der Stelle der Antworten "
        "Ihre Quittung, bis Sie das Fenster schließen.",
        "notification": "Wenn Sie benachrichtigt werden möchten, speichern wir Ihre E-Mail-Adresse "
        "getrennt von den Antworten. Nach der Benachrichtigung wird sie gelöscht.",
        "recipients": "## Wer bekommt die Angaben?\n\nNeben dem zuständigen Amt: %(recipients)s",
        "nobody": "## Wer bekommt die Angaben?\n\nNur das zuständige Amt. Wir geben sie an niemanden "
        "weiter und in kein anderes Land.",
        "published": "Veröffentlicht wird zu jeder Frage einzeln, wie oft welche Antwort gegeben wurde, für "
        "Gruppen von mindestens %(least)s Menschen, und freie Texte, nachdem wir sie geprüft haben. Was Sie auf "
        "zwei Fragen geantwortet haben, steht dort nirgends beieinander. Wenn wir die Texte löschen, nehmen wir sie auch "
        "aus den Ergebnissen heraus; die Zahlen bleiben.",
        "until": "## Wie lange?\n\nWir löschen alle Angaben am %(delete)s. Veröffentlichte Ergebnisse bleiben.",
        "texts": "Freie Texte und Kontaktdaten löschen wir früher: nach dem %(texts)s.",
        "rights": "## Ihre Rechte\n\nSie haben das Recht auf Auskunft, Berichtigung, Löschung und "
        "Einschränkung der Verarbeitung (Art. 15 bis 18 DSGVO).",
        "objection": "Sie können der Verarbeitung widersprechen (Art. 21 DSGVO), aus Gründen, die sich "
        "aus Ihrer besonderen Situation ergeben.",
        "unknown": "Da wir Antworten keiner Person zuordnen können, können wir diese Rechte an "
        "einzelnen abgesendeten Antworten nicht erfüllen (Art. 11 DSGVO).",
        "automatic": "Über Sie wird nichts automatisch entschieden, und es wird kein Profil von Ihnen erstellt.",
        "authority": "## Beschwerde\n\nSie können sich bei der Datenschutz-Aufsichtsbehörde beschweren: %(authority)s",
        "any": "## Beschwerde\n\nSie können sich bei einer Datenschutz-Aufsichtsbehörde beschweren, zum "
        "Beispiel der Ihres Bundeslandes.",
    },
    "en": {
        "controller": "## Who is responsible?\n\n%(controller)s\n\nWe are happy to answer your questions: %(contact)s",
        "officer": "## Who watches over data protection?\n\nYou can reach the data protection officer "
        "here: %(officer)s",
        "purpose": "## Why do we ask?\n\n%(purpose)s",
        "basis": "## On which legal basis?\n\nWe process what you tell us under %(basis)s. Taking part "
        "is voluntary; if you do not take part, there are no disadvantages.",
        "consent": "By sending the form you give your consent. Until then you can stop at any time and "
        "nothing is stored. Afterwards you can withdraw your consent for the future; what was done "
        "until then remains lawful.",
        "survey": "## What do we store?\n\nYour answers, without your name, without your IP address and "
        "without the time. Once sent, we cannot link your answers to any person. Please do not write "
        "anything in text fields by which you or others can be recognised.",
        "ideas": "## What do we store?\n\nYour proposals and comments with the day you send them, "
        "without your name and without your IP address. **They are published.** Please do not write "
        "anything by which you or others can be recognised.",
        "codes": "Your access code is deleted when you send the form. It is not stored with your "
        "answers. Only the group for which it was issued, such as a district, is kept.",
        "device": "So that nobody answers twice by accident, your browser remembers that you have answered: with a "
        "cookie named “mitgemacht-” and the number of the survey, which says only that and expires the day after its end. It is "
        "needed so that the survey is answered once on each device (section 25 (2) no. 2 TDDDG).",
        "draft": "While you fill in the form, your browser keeps your answers on your device so that nothing is lost: until "
        "you send them, for 30 days at most, and without your code. This is part of filling in the form (section 25 (2) "
        "no. 2 TDDDG); you can delete it there and switch it off at any time. Once you have sent them, your browser keeps your receipt "
        "in place of the answers until you close the window.",
        "notification": "If you would like to be notified, we store your e-mail address apart from the "
        "answers. It is deleted after the notification.",
        "recipients": "## Who receives the data?\n\nBesides the office in charge: %(recipients)s",
        "nobody": "## Who receives the data?\n\nOnly the office in charge. We pass it on to nobody and "
        "to no other country.",
        "published": "We publish for each question by itself how often each answer was given, for groups of at "
        "least %(least)s people, and free texts after we have checked them. What you answered to two questions "
        "never stands together there. When we delete the texts, we also take them out of the results; the figures "
        "remain.",
        "until": "## How long?\n\nWe delete everything you told us on %(delete)s. Published results remain.",
        "texts": "We delete free texts and contact data earlier: after %(texts)s.",
        "rights": "## Your rights\n\nYou have the right of access, rectification, erasure and "
        "restriction of processing (Articles 15 to 18 GDPR).",
        "objection": "You can object to the processing (Article 21 GDPR) on grounds relating to your "
        "particular situation.",
        "unknown": "As we cannot link answers to a person, we cannot fulfil these rights for single "
        "answers that were sent (Article 11 GDPR).",
        "automatic": "Nothing is decided about you automatically, and no profile of you is made.",
        "authority": "## Complaints\n\nYou can lodge a complaint with the data protection authority: %(authority)s",
        "any": "## Complaints\n\nYou can lodge a complaint with a data protection authority, for "
        "example that of your federal state.",
    },
    "de-leicht": {
        "controller": "## Wer ist verantwortlich?\n\nVerantwortlich ist:\n\n%(controller)s\n\n"
        "Haben Sie Fragen? Dann melden Sie sich hier:\n\n%(contact)s",
        "officer": "## Wer achtet auf den Daten-Schutz?\n\nDaten-Schutz heißt: Niemand darf Ihre "
        "Angaben ausnutzen.\n\nDafür gibt es bei uns eine zuständige Person:\n\n"
        "%(officer)s",
        "purpose": "## Warum fragen wir?\n\n%(purpose)s",
        "basis": "## Warum dürfen wir das?\n\nEin Gesetz erlaubt es uns. Es heißt: %(basis)s.\n\n"
        "Sie müssen nicht mit-machen.\n\nWenn Sie nicht mit-machen, haben Sie keine Nachteile.",
        "consent": "Wenn Sie auf „Absenden“ drücken, sagen Sie damit: Ja, ich bin einverstanden.\n\n"
        "Vorher können Sie immer aufhören. Dann wird nichts gespeichert.\n\n"
        "Sie können auch später sagen: Ich bin nicht mehr einverstanden. Das gilt dann ab diesem Tag.",
        "survey": "## Was speichern wir?\n\nWir speichern Ihre Antworten.\n\nWir speichern **nicht** "
        "Ihren Namen.\n\nWir speichern **nicht** die Adresse von Ihrem Gerät.\n\n"
        "Wir wissen also nicht, von wem eine Antwort ist.\n\nBitte schreiben Sie keine Namen und keine "
        "Adressen in die Felder.",
        "ideas": "## Was speichern wir?\n\nWir speichern Ihre Idee und den Tag.\n\n"
        "Wir speichern **nicht** Ihren Namen.\n\n**Alle können Ihre Idee im Internet lesen.**\n\n"
        "Bitte schreiben Sie keine Namen und keine Adressen hinein.",
        "codes": "Sie haben einen Code bekommen.\n\nWenn Sie Ihre Antworten absenden, wird der Code "
        "gelöscht.\n\nNiemand kann sehen, welcher Code zu welcher Antwort gehört.\n\n"
        "Wir speichern nur die Gruppe. Zum Beispiel: den Stadt-Teil.",
        "device": "Ihr Gerät merkt sich, dass Sie geantwortet haben.\n\nSo antwortet niemand aus Versehen 2-mal.\n\n"
        "Dafür gibt es eine kleine Datei. Sie heißt: mitgemacht. Nach dem Ende der Umfrage wird sie gelöscht.\n\n"
        "Das ist erlaubt. Das Gesetz heißt: § 25 Absatz 2 Nummer 2 TDDDG.",
        "draft": "Ihr Gerät merkt sich Ihre Antworten, bis Sie fertig sind. Aber höchstens 30 Tage.\n\n"
        "Ihren Code merkt es sich nicht.\n\nNach dem Absenden merkt es sich nur noch Ihre Quittung. "
        "Und nur, bis Sie das Fenster schließen.\n\nSie können das auf Ihrem Gerät löschen und abschalten.\n\n"
        "Das ist erlaubt. Das Gesetz heißt: § 25 Absatz 2 Nummer 2 TDDDG.",
        "notification": "Möchten Sie eine Nachricht bekommen?\n\nDann speichern wir Ihre "
        "E-Mail-Adresse.\n\nSie wird nicht bei den Antworten gespeichert.\n\n"
        "Nach der Nachricht löschen wir sie.",
        "recipients": "## Wer bekommt die Antworten?\n\nDas zuständige Amt. Und außerdem:\n\n%(recipients)s",
        "nobody": "## Wer bekommt die Antworten?\n\nNur das zuständige Amt.\n\nSonst bekommt sie niemand.",
        "published": "Alle können sehen, was viele Menschen zusammen geantwortet haben.\n\n"
        "Es sind immer mindestens %(least)s Menschen in einer Gruppe.\n\n"
        "Alle können jede Frage nur einzeln sehen. Ihre ganzen Antworten zusammen zeigen wir nie.\n\n"
        "Texte prüfen wir, bevor wir sie zeigen.\n\nSpäter löschen wir die Texte überall. "
        "Dann stehen sie auch nicht mehr bei den Ergebnissen.",
        "until": "## Wann löschen wir Ihre Angaben?\n\nAm %(delete)s.\n\nDie Ergebnisse bleiben. Zum "
        "Beispiel: Wie viele für etwas waren.",
        "texts": "Texte und Kontakt-Daten löschen wir früher: nach dem %(texts)s.",
        "rights": "## Ihre Rechte\n\nSie dürfen fragen: Was wissen Sie über mich?\n\n"
        "Sie dürfen sagen: Das ist falsch. Bitte ändern Sie es.\n\nSie dürfen sagen: Bitte löschen Sie "
        "es. Oder: Bitte benutzen Sie es nicht weiter.",
        "objection": "Sie dürfen sagen: Ich bin dagegen. Dann prüfen wir Ihre Gründe.",
        "unknown": "Wir wissen aber nicht, welche Antwort von Ihnen ist.\n\nDarum können wir eine "
        "einzelne Antwort nicht heraus-suchen.",
        "automatic": "Kein Computer entscheidet etwas über Sie.",
        "authority": "## Sind Sie nicht zufrieden?\n\nDann können Sie sich beschweren. Hier:\n\n%(authority)s",
        "any": "## Sind Sie nicht zufrieden?\n\nDann können Sie sich beschweren.\n\n"
        "Bei der Daten-Schutz-Behörde von Ihrem Bundes-Land.",
    },
}
