"""The words that scripts need, in the reader's language: a module, kept like the others."""

from collections.abc import Mapping

import msgspec

from esoviet.web.http.language import _, catalogue

SCRIPT: Mapping[str, str] = {
    "signing": _("Signing and sending…"),
    "tour-begins": _("Your neighbours are moving in…"),
    "logged": _("Signed, and on the record as entry {index}. Your receipt is kept in this "
                "browser."),
    "kept": _("Signed and kept, but not sent yet. This page tries again by itself."),
    "send-now": _("Send now"),
    "late": _("Little time is left for “{title}”: until {time}."),
    "late-here": _("Little time is left: stay on this page until it has been sent."),
    "refused-stays": _("It is not on the record. But you signed it: the server could still record "
                       "it later, until another act of yours stands in its place."),
    "rival": _("You signed something before this, and the server refused it: {title}, {time}. It "
               "could still record that instead of this. Once this is on the record, it cannot."),
    "rival-thrown": _("You signed something before this, and threw it away: {title}, {time}. If it "
                      "reached the server, it could still record that instead of this. Once this "
                      "is on the record, it cannot."),
    "rival-unseen": _("Something else that you signed was refused in the meantime. Look once more "
                      "at what you sign."),
    "after-all": _("What the server had refused is on the record after all: {title}. Look at it, "
                   "and sign this again if you still want to."),
    "blocked": _("Acts that you must sign again: {count}."),
    "blocked-here": _("Not sent: an act that you signed before it was refused. It waits for you "
                      "under “Me”, to be signed again."),
    "sign-again": _("Sign again"),
    "clocks-differ": _("Your device’s clock said {device} when the server’s said {host}. If yours "
                       "is wrong, set it right in your device’s settings and sign again; if the "
                       "server’s is, tell whoever runs it. Nothing that you wrote is lost."),
    "clock-title": _("Which clock is right?"),
    "clock-which": _("Each act says when it was signed, and the clocks of your device and of the "
                     "server differ too much. Look at another clock. This changes nothing in your "
                     "device’s settings."),
    "clock-device": _("Your device says"),
    "sign-several": _("Not signed yet: {count}"),
    "left-out": _("Leave out"),
    "leave-out": _("Leave out: {title}"),
    "logged-several": _("Signed: {count} acts are on the record, the last as entry {last}."),
    "clock-host": _("The server says"),
    "clock-server": _("The server is right: sign with its time"),
    "clock-own": _("My device is right: do not sign"),
    "replace-title": _("Replace what your other device said?"),
    "replace-said": _("Your other device said “{said}”. It is on the record since {time}."),
    "replace-signed": _("Your other device has signed something in this place. It is on the record "
                        "since {time}."),
    "replace-which": _("This device would replace it by:"),
    "replace-yes": _("Sign and replace it"),
    "replace-no": _("Leave it as it is"),
    "see-entry": _("See it on the record"),
    "caption": _("What it shows (can be left empty):"),
    "file-names": _("Names of files"),
    "file-names-stay": _("They stay in the log, even if a file is erased later."),
    "choice-yes": _("Yes"), "choice-no": _("No"), "choice-abstain": _("Abstain"),
    "choice-consent": _("Consent"), "choice-object": _("Objection"),
    "no-action": _("no action"), "none-chosen": _("none of these"),
    "clause": _("(clause {clause} of the law)"),
    "insecure": _("This address is not secure (https), so your browser cannot keep a key here."),
    "unable": _("This browser cannot make or keep a signing key. Try Firefox 136, Chrome 137 or "
                "Safari 17, or newer, and not in private mode."),
    "wrong-words": _("That is not what stands there. Look again."),
    "word-number": _("Word number {number}"),
    "place-own": _("place {place} of {all}"),
    "place-shared": _("place {place} of {all}, equal with {others}"),
    "no-place": _("no place"),
    "unplaced": _("Without a place: {options}"),
    "place-one": _("Tap at least one option."),
    "copied": _("Copied."),
    "qr-invitation": _("Invitation as a code"),
    "pairing-forged": _("What came back was not from your other device. Begin again."),
    "pairing-late": _("The other device did not answer in time. Begin again."),
    "code-unknown": _("No device shows this code. Look at it again: a code lasts ten minutes and "
                      "serves once."),
    "words-here": _("Choose these two words on your other device. They are no secret."),
    "signed-out": _("You are signed out in this browser. Your key is still in it."),
    "who-acts": _("Who acts here?"), "acts-here": _("acts here"), "lock": _("Lock"),
    "somebody": _("Somebody"), "somebody-else": _("Somebody else"),
    "signs-as": _("{name} is about to sign"), "answers-as": _("{name} answers"),
    "signs-not": _("I am somebody else"),
    "sign-in": _("Sign in"), "forget-instead": _("Forget this browser"),
    "farewell-begun": _("You have begun to erase what you wrote, and it is not done yet."),
    "phrase-key": _("Key of the new phrase"),
    "phrase-set": _("From now on only the new words give you your place back."),
    "phrase-announced": _(
        "Announced: the old words still count, until the new ones take their place. Keep both."
    ),
    "phrase-unset": _("Not signed: your old phrase still works, the new words do not."),
    "phrase-none": _("Not signed: the words do not count, and you have none."),
    "phrase-count": _("A recovery phrase has 12 words; these are {count}."),
    "phrase-word": _("“{word}” is not a word of the list. Look for a slip of the pen."),
    "phrase-checksum": _("These words do not fit together: one is wrong or in the wrong place."),
    "phrase-elsewhere": _(
        "No assembly with this short address knows these words. Look at both again: the words, and "
        "the address on your card."
    ),
    "field-blank": _("“{field}” shows nothing: write what others can see."),
    "position-unread": _("Write latitude and longitude as maps show them: 52.5200, 13.4050."),
    "reword-same": _("Nothing is changed yet: write into the text what you would have there."),
    "figure-span": _("Write a number and a unit, such as 20 minutes, 3 hours or 2.5 days."),
    "figure-share": _("Write a share such as 2/3 or 10 %."),
    "figure-count": _("Write a whole number."),
    "figure-range": _("That cannot stand. It must be from {from} to {to}."),
    "card-changed": _(
        "The founding was signed anew after your card. Strike out the short address there and "
        "write this one: {short}"
    ),
    "phrase-unknown": _("Nobody in this assembly has this recovery phrase."),
    "first-visit": _("First visit: this browser remembers the log."),
    "consistent": _("Consistent with your last visit."),
    "since": _("New entries since your last visit: {count}"),
    "split": _("Warning: the history shown here is not the one that this browser saw before. "
               "Sign nothing here. Save the evidence and show it to the other members: this server "
               "has signed both."),
    "save-evidence": _("Save the evidence"),
    "evidence-title": _("Throw the evidence away?"),
    "evidence-away": _("Save it first. Without it you cannot show anybody what this server "
                       "signed."),
    "begun-found": _("You have signed the founding of “{name}”, but no receipt has come yet. It is "
                     "sent again as it is: your key and your twelve words stay good."),
    "begun-join": _("You have signed your application, but no receipt has come yet. It is sent "
                    "again as it is: your key, your twelve words and the invitation stay good."),
    "begun-join-later": _("You have signed your application, but no receipt has come yet. It is "
                          "sent again as it is: your key and the invitation stay good."),
    "begun-ask": _("You have signed that you ask for your place, but no receipt has come yet. It "
                   "is sent again as it is."),
    "begun-recover": _("Your phrase has signed for a new key of this device, but no receipt has "
                       "come yet. It is sent again as it is; you need not type the words again."),
    "begun-renew": _("You have signed for a fresh key of this device, but no receipt has come yet. "
                     "It is sent again as it is."),
    "begun-pair": _("This device has made a key and waits for your other device to confirm it."),
    "begun-refused": _("This was not taken. {why} Mend it and sign it anew: the key that you made, "
                       "and the twelve words if you wrote some down, stay the same."),
    "begun-first": _("Something else is still under way here. Wait for it, or throw it away first: "
                     "see the top of the page."),
    "begun-away": _("If it has arrived all the same, nobody will have its key any more. Throw it "
                    "away?"),
    "copied-title": _("Were these acts yours?"),
    "copied-why": _("They were signed with the key of this device, but not in this browser. That "
                    "is so when a phone was restored from a backup, or copied to a new one, and "
                    "both are used."),
    "copied-hint": _("If they were, this device takes a key of its own, in one step, and the two "
                     "no longer get in each other’s way."),
    "copied-yes": _("Yes, they were mine"),
    "copied-no": _("No, not mine"),
    "copied-later": _("Later"),
    "copied-theft": _("Somebody has a copy of this device’s key"),
    "copied-device": _("They can act and vote in your name until the key {key} is revoked. Sign "
                       "nothing here meanwhile. If you have another device: open “Me” there and "
                       "revoke this key."),
    "copied-words": _("If you have your recovery phrase: make a new key for this device with it, "
                      "then revoke the old one under “Me”."),
    "copied-phrase": _("I have my recovery phrase"),
    "copied-understood": _("Understood"),
    "copied-see": _("“Me” says what to do."),
    "copied-revoke": _("Somebody has a copy of your key {key}. Revoke it now: it stands below "
                       "among your devices."),
    "send-again": _("Send it again"),
    "keep-it": _("Keep it"),
    "go-on": _("Go on"),
    "kept-because": _("Signed and kept, but not sent yet: {why}"),
    "waiting": _("Signed acts that wait to be sent: {count}."),
    "refused-later": _("Refused after you had signed: {title}. {why}"),
    "way-opens": _("These words open your place here."),
    "way-other": _("These are twelve words, but not those of your place here: of another "
                   "assembly, or older ones. If you do not find the right ones, make new ones."),
    "kept-page": _("No network: this page is from {time}. What you sign waits until it can be "
                   "sent."),
    "kept-pages": _("Kept now: {count}."),
    "see-outbox": _("See what they say"),
    "what-it-said": _("What it says"),
    "put-back": _("Put it back into the form"),
    "throw-away": _("Throw it away"),
    "form-taken": _("There is another unfinished text in that form. Sign it or throw it away "
                    "first."),
    "restored": _("Restored from this browser; not signed yet."),
    "no-key-here": _("This browser holds no key for this assembly."),
    "unreachable": _("The server cannot be reached, or cannot answer now. Try again in a moment."),
    "field-missing": _("Fill this in."),
    "field-choose": _("Choose one of these."),
    "field-or-none": _("Choose one of these, or none."),
    "field-pattern": _("This is not written as it must be."),
    "field-too-small": _("The least is {min}."),
    "field-too-large": _("The most is {max}."),
    "field-too-long": _("This is too long: at most {most} characters."),
    "field-over": _("This is too long by {over} characters. Nothing was cut off: shorten it, then "
                    "sign."),
    "text-blank": _("Nothing can be seen in this text."),
    "characters-left": _("Characters left: {left}"),
    "preview": _("As it will be shown"),
    "preview-failed": _("The server cannot show that now. What you type stays."),
    "field-too-short": _("This is too short."),
    "recount-failed": _("The recount did not come to an end. {why}"),
    "second-key": _("This browser is already signed in here, as member {member}. Use another "
                    "browser or profile, or go to “Me”."),
    "brought-up": _("This page was brought up to date."),
    "no-key": _("none"),
    "act": _("An act"),
    "technical": _("Technical"),
    "unproven": _("What this server sent does not prove what it says, so nothing of it was "
                  "believed. Try again; if it stays so, sign nothing here, save the evidence and "
                  "show it to the other members."),
    "page-too-old": _("This page is older than what it finds in this browser. Load it again."),
    "tab-too-old": _("Another tab has an older version of these pages open. Close it, then load "
                     "this page again."),
    "stumbled": _("That did not work, and this page cannot tell why. Try again; if it stays so, "
                  "tell whoever runs this server."),
    "link-broken": _("This link is not whole. Copy it again, or scan its code."),
    "picture-unreadable": _("This browser cannot read this picture: {name}. Choose another one, or "
                            "bring it as an exhibit of the kind “Another file”: then the server "
                            "draws it anew, without place and device."),
    "blurred": _("Blurred."),
    "media-place": _("This file tells where it was taken."),
    "media-device": _("It tells with which device: {device}."),
    "media-day": _("It tells when: {day}."),
    "media-stays": _("All that stays here: what is sent is painted anew."),
    "media-taken": _("All that is taken out before it is published."),
    "media-put-day": _("Put this day into the form: {day}"),
    "media-of": _("This is file {place} of {count}: each becomes an exhibit, when it is signed."),
    "media-before": _("You have brought this very file from this browser before:"),
    "media-entry": _("entry {entry}"),
    "media-sent": _("Sent: {come} of {whole}."),
    "media-broken": _("The line is broken. It goes on by itself, from where it was."),
    "media-making": _("All of it has been sent. The server makes it ready…"),
    "media-ready": _("It is ready. Look at it, then sign."),
    "media-made": _("So it will be published"),
    "media-published": _("The file as it will be published"),
    "media-pixels": _("{width} × {height} pixels"),
    "room-yours": _("You can still send {left} today."),
    "room-assembly": _("The assembly has room for {left} more."),
    "room-over": _("These files do not fit: they have {size}."),
    "room-largest": _("One file has {most} here at most; this one has {size}."),
    "acts-few": _("Acts that are taken of you today, this one among them"),
    "media-look": _("Look at the file"),
    "media-other": _("This file is of another kind than you said. Choose another one, or say above "
                     "that it is something else."),
}  # fmt: skip


def module(language: str) -> bytes:
    """The words of scripts as a module (`js/base/texts.js`)."""
    texts = catalogue(language)
    words = {key: texts.gettext(text) for key, text in SCRIPT.items()}
    return b"export default " + msgspec.json.encode(words) + b";\n"
