"""All tables, so that importing this module fills the metadata."""

from council.base.accounts import Account
from council.base.audit import AuditEntry
from council.base.changes import Change
from council.base.jobs import Job
from council.base.password_links import PasswordLink
from council.base.sign_ins import SignIn
from council.base.throttle import SignInFailure
from council.base.workers import Worker
from council.consents import Consent
from council.cuts import Cut
from council.markings import MarkingStep
from council.meetings import AgendaItem, Meeting, RemovedItem, Stretch
from council.organizations import Organization
from council.people import Membership, Person
from council.publications import Publication
from council.recordings import Original, Recording
from council.reports import BarrierReport
from council.streets import Street
from council.uploads import Upload
from participation.answers.submissions import Submission, SubmissionReceipt
from participation.codes.access_codes import AccessCode, CodeSeries
from participation.ideas import Idea, IdeaComment, IdeaReport, IdeaSupport
from participation.ideas.idea_steps import IdeaStep
from participation.mails.subscriptions import ResultSubscription
from participation.moderation.text_reviews import TextRecall, TextReview
from participation.processes import Process
from participation.processes.form_versions import FormChange, FormDraft, FormVersion
from participation.processes.references import CouncilReference
from participation.results import CountingFailure, Result, ResultOrder
from search.vocabulary import VocabularySource, VocabularyState, VocabularyWord
from transcription.revisions import Revision
from transcription.transcripts import Chunk, Segment

# Parents before children: the order in which a backup is restored.
TABLES = (
    Account, Organization, Person, Membership, Street, Meeting, AgendaItem, RemovedItem, Recording, Original, Stretch,
    Cut, Consent, MarkingStep, Publication, Chunk, Segment, Revision, Change, AuditEntry, Job, Worker, Upload,
    BarrierReport, Process, FormDraft, FormVersion, FormChange, AccessCode, CodeSeries, Submission, SubmissionReceipt,
    TextReview, TextRecall, Result, ResultOrder, CountingFailure, Idea, IdeaStep, IdeaSupport, IdeaComment, IdeaReport,
    ResultSubscription, CouncilReference,
    SignIn, SignInFailure, PasswordLink, VocabularyWord, VocabularySource, VocabularyState,
)  # fmt: skip
