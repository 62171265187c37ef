import type { Texts } from './en.js';
import type { Numbers } from './numbers.js';

/** German; the page addresses its users as “Sie”. */
export const de = ({ number, plural }: Numbers): Texts => ({
  language: 'de',

  page: {
    description: 'Bild auswählen, Stimme dazu – fertig ist das Video, in dem das Gesicht spricht.',
    title: 'Geben Sie einem Bild eine Stimme – Avatar Service',
    skip: 'Direkt zu den Eingaben',
    service: 'Dienst',
    apiKey: 'API-Schlüssel',
    heading: 'Geben Sie einem Bild eine\u00a0Stimme.',
    lead: 'Wählen Sie ein Gesicht und dazu eine Aufnahme oder einen Text. Im Video spricht das Gesicht, bewegt den Kopf und blinzelt.',
    stage: 'Bühne',
    stopExample: 'Beispiel anhalten',
    marked: 'Als KI-generiert gekennzeichnet',
    markMeaning:
      'Die Kennzeichnung steht in den Metadaten der Datei, wo Programme sie lesen können. Im Bild ist sie nicht zu sehen, und sie kann verloren gehen, wenn ein anderer Dienst das Video neu kodiert. Wenn Sie das Video veröffentlichen, sagen Sie dazu, dass es mit KI erzeugt wurde.',
    download: 'Herunterladen',
    captions: 'Untertitel',
    notify: 'Benachrichtigen, wenn es fertig ist',
    cancel: 'Abbrechen',
    another: 'Neues Video',
    portrait: 'Gesicht',
    adjust: 'Ausschnitt anpassen',
    delete: 'Löschen',
    voice: 'Stimme',
    sample: 'Beispiel',
    text: 'Text',
    file: 'Datei',
    link: 'Link',
    microphone: 'Mikrofon',
    whatToSay: 'Was soll gesagt werden?',
    goodMorning: 'Guten Morgen.',
    textHint: 'Einfacher Text, Markdown oder SSML. Strg+Enter erstellt das Video.',
    defaultVoice: 'Standard',
    hearVoice: 'Stimme anhören',
    listen: 'Text anhören',
    chooseRecording: 'Aufnahme auswählen oder hierher ziehen',
    recordingFormats: 'WAV, MP3, FLAC, OGG, M4A oder WebM',
    recordingUrl: 'Adresse der Aufnahme',
    recordingUrlHint: 'Der Dienst lädt die Aufnahme selbst herunter und muss die Adresse erreichen können.',
    record: 'Aufnehmen',
    recordHint: 'Die Aufnahme bleibt in diesem Browser, bis Sie das Video erstellen.',
    mouthMovement: 'Bewegung des Mundes',
    headAndEyes: 'Kopf und Augen',
    still: 'Ruhig',
    blink: 'Blinzeln',
    alive: 'Lebendig',
    noWebGl:
      'Dieser Browser kann die Durchsichtigkeit nicht darstellen. Oben ist das Bild, unten zeigt Weiß, was deckend ist.',
    shapeAndBackground: 'Format und Hintergrund',
    shape: 'Format',
    wholePicture: 'Ganz',
    wide: 'Quer 16:9',
    tall: 'Hoch 9:16',
    square: 'Quadrat',
    background: 'Hintergrund',
    asItIs: 'Unverändert',
    blurred: 'Unscharf',
    color: 'Farbe',
    transparent: 'Durchsichtig',
    backgroundColor: 'Farbe des Hintergrunds',
    cutOut: 'Person freistellen',
    cutOutHint:
      'Ein Bild mit durchsichtigem Hintergrund (PNG oder WebP) behält seinen Umriss. Sonst wird der Umriss geschätzt, dafür braucht es eine einfarbige Wand hinter der Person.',
    notPlayable: 'Browser spielen MOV-Dateien für den Schnitt nicht ab. Laden Sie das Video herunter.',
    fileFormat: 'Dateityp',
    fileFormatHint:
      'MP4 läuft überall. WebM ist für Webseiten. MOV ist groß und für Schnittprogramme gedacht.',
    make: 'Video erstellen',
    tryFrame: 'Probebild',
    program: 'Das Gleiche als Programm',
    copy: 'Kopieren',
    requestAsText: 'Die Anfrage als Text',
    history: 'Ihre Videos',
    noVideos: 'Hier erscheinen die Videos, die Sie erstellen. Diese Liste gibt es nur in Ihrem Browser.',
    lists: 'Videos und Programme',
    share: 'Teilen',
    copyLink: 'Link kopieren',
    forPrograms:
      'Für Programme: Fortschritt live als Server-Sent Events, signierte Webhooks, CloudEvents über einen Knative-Broker.',
    everyRoute: 'Alle Routen',
    openApi: 'OpenAPI-Dokument',
    drop: 'Aufnahme oder Bild hier ablegen',
    addTitle: 'Eigenes Bild hinzufügen',
    close: 'Schließen',
    choosePicture: 'Bild auswählen oder hierher ziehen',
    pictureFormats: 'PNG, JPEG oder WebP mit einem Gesicht, von vorn gesehen',
    name: 'Name',
    nameHint:
      'Wie Sie möchten, mit Großbuchstaben und Leerzeichen. Gespeichert wird erst, wenn Sie das Bild verwenden.',
    moveFrame: 'Rahmen verschieben',
    up: 'Höher',
    down: 'Tiefer',
    toLeft: 'Nach links',
    toRight: 'Nach rechts',
    larger: 'Größer',
    smaller: 'Kleiner',
    forDevelopers: 'Für Entwickler',
    findFace: 'Gesicht suchen',
    faceBox: 'Rahmen um das Gesicht, in Pixeln',
    left: 'Links',
    top: 'Oben',
    width: 'Breite',
    height: 'Höhe',
    usePortrait: 'Dieses Bild verwenden',
    keyTitle: 'Dieser Dienst verlangt einen API-Schlüssel',
    keyHint: 'Er wird nur in diesem Tab gespeichert und beim Schließen gelöscht.',
    useKey: 'Schlüssel verwenden',
    notNow: 'Jetzt nicht',
    noScript: 'Diese Seite braucht JavaScript. Der Dienst selbst kommt ohne aus, siehe API.',
  },

  figures: {
    minutes: (clock) => `${clock} min`,
    seconds: (seconds) => `${number(seconds)} s`,
    almostDone: 'fast fertig',
    secondsLeft: (seconds) => `noch etwa ${number(seconds)} s`,
    minutesLeft: (minutes) => `noch etwa ${number(minutes)} min`,
    justNow: 'gerade eben',
  },

  stage: {
    portrait: (name) => `Das Bild ${name}`,
    frame: (name, moment) => `Probebild von ${name}: ${moment}`,
    loudestMoment: 'die lauteste Stelle der Stimme',
    openMouth: 'mit offenem Mund',
    speaks: (name) => `${name} spricht`,
    framed: 'So sieht das Video aus',
    framing: 'Vorschau wird erstellt',
    sending: 'Die Stimme wird gesendet',
    catchingUp: 'Das Video holt auf',
    ready: 'Das Video ist fertig',
    made: (length, size, time) => `${length}, ${size}, erstellt in ${time}`,
    captionsLabel: 'Untertitel',
    canceled: 'Das Video wurde nicht erstellt.',
  },

  progress: {
    queued: 'In der Warteschlange',
    voice: 'Die Stimme wird angehört',
    portrait: 'Das Bild wird vorbereitet',
    wav2lip: 'Der Mund wird bewegt',
    video: 'Das Video wird erstellt',
    store: 'Das Video wird gespeichert',
    working: 'In Arbeit',
    completed: 'Fertig',
    failed: 'Fehlgeschlagen',
    cancelled: 'Abgebrochen',
    frames: (done, all) => `${number(done)} von ${plural(all, { one: '# Bild', other: '# Bildern' })}`,
    rate: (framesPerSecond) => `${number(framesPerSecond)} pro Sekunde`,
  },

  history: {
    queued: 'wartet',
    processing: 'wird erstellt',
    failed: 'fehlgeschlagen',
    cancelled: 'abgebrochen',
    play: 'Abspielen',
    deleteQuestion: 'Dieses Video für alle löschen?',
    deleteForGood: 'Endgültig löschen',
    keep: 'Behalten',
    deleted: 'Das Video ist gelöscht',
    linkCopied: 'Der Link ist kopiert',
    linkNeedsKey: 'Der Link ist kopiert. Er öffnet sich nur mit einem Schlüssel dieses Dienstes.',
    copyByHand: 'Kopieren Sie diesen Link:',
  },

  snippets: {
    chooseVoice: 'Wählen Sie eine Stimme, um den Befehl zu sehen.',
    keyFrom: 'Der Schlüssel wird aus $API_KEY gelesen.',
    makeFirst: 'Erstellen Sie ein Video, um das Ereignis zu sehen, das an den Broker geht.',
    structured: 'Im strukturierten Modus, so wie Abonnenten des Brokers es erhalten.',
    gone: 'Das Ereignis zu diesem Auftrag gibt es nicht mehr.',
    copy: 'Kopieren',
    copied: 'Kopiert',
    selected: 'Markiert. Kopieren Sie den Text mit der Tastatur.',
  },

  portrait: {
    add: 'Eigenes',
    addTitle: 'Eigenes Bild hinzufügen',
    face: (name) => `Das Gesicht von ${name}`,
    found:
      'Der Rahmen soll von der Mitte der Stirn bis knapp unter das Kinn reichen. Ziehen Sie ihn oder seine Ecken zurecht, wenn er nicht passt.',
    audience: 'Alle, die diese Seite öffnen können, sehen dieses Bild und können es verwenden und löschen.',
    audienceWithKey:
      'Alle mit einem Schlüssel dieses Dienstes sehen dieses Bild und können es verwenden und löschen.',
    unnamed: 'Mein Bild',
    nameTaken: (name) => `Es gibt schon ein Porträt mit dem Namen ${name}.`,
    byHand:
      'Ziehen Sie den Rahmen zurecht: von der Mitte der Stirn bis knapp unter das Kinn und so breit wie das Gesicht.',
    choosePicture: 'Bild auswählen oder hierher ziehen',
    noPicture: 'Es ist noch kein Bild ausgewählt.',
    picture: 'Das Bild',
    frame: 'Probebild mit offenem Mund',
    added: (name) => `${name} ist in der Auswahl`,
    faceNumber: (which) => `Gesicht ${number(which)}`,
    movableBox: 'verschiebbarer Rahmen',
    box: (x, y, width, height) =>
      `Rahmen um das Gesicht: ${number(x)} von links, ${number(y)} von oben, ${number(width)} breit, ${number(height)} hoch. Die Pfeiltasten verschieben ihn, mit Umschalt ändern sie die Größe.`,
    delete: 'Löschen',
    deleteForGood: 'Endgültig löschen?',
    pressAgain: (name) => `Zum Löschen von ${name} noch einmal drücken`,
    deleted: (name) => `${name} ist gelöscht`,
  },

  warnings: {
    mouth_covered:
      'Etwas scheint den Mund zu verdecken. Nehmen Sie ein Bild, auf dem die Lippen zu sehen sind.',
    mouth_open:
      'Der Mund ist zu weit offen, um ihn gut zu schließen. Nehmen Sie ein Bild mit geschlossenen Lippen.',
    lips_pursed:
      'Die Lippen sind gespitzt und werden unscharf, wenn sie sich öffnen. Nehmen Sie ein Bild mit entspannten Lippen.',
    lips_hidden:
      'Ein Schnurrbart hängt über die Oberlippe, deshalb sieht man kleine Bewegungen des Mundes nicht. Nehmen Sie ein Bild, auf dem beide Lippen zu sehen sind.',
    pixel_art:
      'Das Bild besteht aus großen Bildpunkten, die der bewegte Mund verwischt. Nehmen Sie ein Bild mit höherer Auflösung.',
    face_drawn:
      'Das Gesicht sieht aus wie mit flachen Farben gezeichnet, und der Mund wird weicher als die Linien. Nehmen Sie ein Bild mit Schattierungen.',
    face_not_human:
      'Das Gesicht scheint Fell zu haben. Der Mund eines Tieres wird wie der eines Menschen gezeichnet. Nehmen Sie das Bild eines Menschen.',
    faces_in_background: 'Auf dem Bild sind weitere, kleinere Gesichter. Nur das größte spricht.',
    eyes_not_found:
      'Es wurden keine zwei offenen Augen gefunden, deshalb blinzelt das Gesicht nicht. Nehmen Sie ein Bild, auf dem beide Augen zu sehen sind, ohne Spiegelungen in der Brille.',
  },

  voice: {
    isVoice: (file) => `${file} ist die Stimme`,
    noFile: 'Es ist noch keine Datei ausgewählt.',
    noUrl: 'Es ist noch keine Adresse eingegeben.',
    notUrl: (text) => `${text} ist keine Adresse, die mit http:// oder https:// beginnt.`,
    noRecording: 'Es ist noch nichts aufgenommen.',
    noText: 'Es ist noch kein Text eingegeben.',
    noSample: 'Für diese Stimme gibt es keine Hörprobe.',
    listenTo: (title) => `${title} anhören`,
    letters: (length, max) => `${number(length)} von ${number(max)}`,
    otherLanguage: (speaks, written) => `Diese Stimme spricht ${speaks}. Ihr Text sieht nach ${written} aus.`,
    record: 'Aufnehmen',
    recordAgain: 'Neu aufnehmen',
    recording: 'Aufnahme läuft',
    stop: 'Stopp',
    recorded: (seconds) => plural(seconds, { one: '# Sekunde aufgenommen', other: '# Sekunden aufgenommen' }),
    needsHttps: 'Browser erlauben das Mikrofon nur auf Seiten mit https oder von localhost.',
    browserSays: (message) => `Der Browser meldet: ${message}`,
  },

  files: {
    empty: (file) => `${file} ist leer.`,
    isPicture: (file) => `${file} ist ein Bild. Fügen Sie es stattdessen als Porträt hinzu.`,
    noSound: (file, format) => `${file} ist eine ${format}-Datei und enthält keinen lesbaren Ton.`,
    unknown: (file) => `Das Format von ${file} ist unbekannt.`,
    tooLarge: (file, size, limit) => `${file} hat ${size}. Erlaubt sind ${limit}.`,
    tooLong: (file, length, limit) => `${file} dauert ${length}. Erlaubt sind ${limit}.`,
    tooShort: (file) => `${file} ist zu kurz für ein Wort.`,
    noPicture: (file, format) => `${file} ist eine ${format}-Datei und kein Bild.`,
    unreadable: (file) =>
      `Dieser Browser kann ${file} nicht lesen. Speichern Sie das Bild als JPEG oder PNG, und wählen Sie dieses.`,
    preparing: 'Das Bild wird vorbereitet',
  },

  samples: {
    hello: { title: 'Hallo', words: 'Eine englische Begrüßung, sechs Sekunden' },
    evening: { title: 'Guten Abend', words: 'Zwei Sätze auf Englisch' },
    count: { title: 'Zählen', words: 'Auf Englisch bis sechs, mit einer Pause' },
  },

  speakers: {
    slt: 'Rose, amerikanisch',
    rms: 'Ray, amerikanisch',
    awb: 'Alan, schottisch',
    kal: 'Kevin, amerikanisch, ein Roboter',
  },

  key: {
    where: 'Sie bekommen ihn von denen, die diesen Dienst betreiben.',
    wrong: 'Der Dienst kennt diesen Schlüssel nicht. Geben Sie einen anderen ein.',
    malformed: 'Ein Schlüssel hat keine Leerzeichen und nur ASCII-Zeichen. Geben Sie ihn hier ein.',
  },

  problem: {
    detail: 'Im Einzelnen:',
    noAnswer: 'Der Dienst hat nicht geantwortet.',
    status: (status) => `Der Dienst hat mit ${String(status)} geantwortet.`,
    rendering: 'Gerade wird ein Video erstellt',
    waiting: (seconds) =>
      `Ein Probebild muss warten, bis es fertig ist. Neuer Versuch in ${number(seconds)} s.`,
  },

  errors: {
    busy: {
      title: 'Der Dienst ist ausgelastet',
      advice:
        'Mit Ihrer Anfrage ist alles in Ordnung. Warten Sie kurz und versuchen Sie es dann noch einmal.',
    },
    operator: {
      title: 'Mit dem Dienst stimmt etwas nicht',
      advice: 'Es liegt nicht an Ihnen. Der Betreiber des Dienstes findet den Grund in seinem Protokoll.',
    },
    address: {
      title: 'Die Aufnahme konnte nicht heruntergeladen werden',
      advice: 'Prüfen Sie die Adresse, oder laden Sie die Aufnahme herunter und wählen Sie sie als Datei.',
    },
    recording: {
      title: 'Diese Aufnahme lässt sich nicht verwenden',
      advice: 'Versuchen Sie eine andere: Sprache als WAV, MP3, FLAC, OGG, M4A oder WebM.',
    },
    length: {
      title: 'Die Aufnahme ist zu lang oder zu kurz',
      advice: 'Schneiden Sie sie auf eine zulässige Länge, oder nehmen Sie eine andere.',
    },
    text: {
      title: 'Der Text konnte nicht gesprochen werden',
      advice: 'Wählen Sie eine andere Stimme, oder schreiben Sie in einer Sprache, die diese Stimme spricht.',
    },
    picture: {
      title: 'Dieses Bild lässt sich nicht verwenden',
      advice:
        'Nehmen Sie ein nicht zu großes PNG, JPEG oder WebP, auf dem das Gesicht von vorn zu sehen ist.',
    },
    page: {
      title: 'Auf dieser Seite ist ein Fehler aufgetreten',
      advice: 'Laden Sie sie neu. Ihre Videos laufen in der Zwischenzeit weiter.',
    },
    gone: {
      title: 'Nicht gefunden',
      advice:
        'Der Auftrag oder die Seite wurde vielleicht gelöscht oder gehört zu einem anderen Dienst. Erstellen Sie das Video noch einmal.',
    },
    conflict: {
      title: 'Diese Anfrage wurde schon mit anderem Inhalt gesendet',
      advice: 'Laden Sie die Seite neu und senden Sie die Anfrage noch einmal.',
    },
    unauthorized: {
      title: 'Ein API-Schlüssel ist nötig',
      advice:
        'Geben Sie ihn oben auf der Seite unter „API-Schlüssel“ ein. Sie bekommen ihn vom Betreiber des Dienstes.',
    },
    request_invalid: {
      title: 'Etwas fehlt oder stimmt nicht',
      advice: 'Prüfen Sie Ihre Eingaben.',
    },
    body_too_large: {
      title: 'Die Datei ist zu groß',
      advice: 'Nehmen Sie eine kleinere: Für Sprache reichen ein paar Megabyte.',
    },
    avatar_not_found: {
      title: 'Dieses Bild gibt es nicht mehr',
      advice: 'Wählen Sie ein anderes, oder fügen Sie es noch einmal hinzu.',
    },
    avatar_exists: {
      title: 'Diesen Namen gibt es schon',
      advice: 'Wählen Sie einen anderen Namen für das Bild.',
    },
    avatar_bundled: {
      title: 'Dieses Bild lässt sich nicht ändern',
      advice: 'Es gehört zum Dienst. Fügen Sie eine eigene Kopie hinzu, um sie zu ändern.',
    },
    face_not_found: {
      title: 'Es wurde kein Gesicht gefunden',
      advice:
        'Ziehen Sie den Rahmen selbst, von der Mitte der Stirn bis knapp unter das Kinn, oder nehmen Sie ein anderes Bild.',
    },
    faces_several: {
      title: 'Auf dem Bild sind mehrere Gesichter',
      advice: 'Wählen Sie das aus, das sprechen soll.',
    },
    face_box_invalid: {
      title: 'Der Rahmen passt nicht',
      advice: 'Ziehen Sie ihn so, dass er im Bild liegt und das Gesicht enthält.',
    },
    crop_invalid: {
      title: 'Der Ausschnitt passt nicht',
      advice: 'Er muss im Bild liegen und das ganze Gesicht zeigen.',
    },
    portrait_opaque: {
      title: 'Dieses Bild hat einen Hintergrund',
      advice:
        'Stellen Sie die Person frei, oder nehmen Sie ein PNG oder WebP mit durchsichtigem Hintergrund.',
    },
    format_unavailable: {
      title: 'Der Dienst kann diesen Dateityp nicht schreiben',
      advice: 'Wählen Sie MP4, oder fragen Sie den Betreiber des Dienstes.',
    },
    cancelled: {
      title: 'Abgebrochen',
      advice: 'Es wurde nichts gespeichert. Sie können das Video neu erstellen.',
    },
    deadline_exceeded: {
      title: 'Das Video hat zu lange gedauert',
      advice: 'Nehmen Sie eine kürzere Aufnahme, oder bitten Sie den Betreiber des Dienstes um mehr Zeit.',
    },
    render_stalled: {
      title: 'Mit dieser Stimme oder diesem Bild geht es nicht',
      advice: 'Speichern Sie Aufnahme und Bild in einem anderen Format, oder nehmen Sie andere.',
    },
    network: {
      title: 'Der Dienst antwortet nicht',
      advice: 'Prüfen Sie Ihre Verbindung und ob der Dienst läuft. Versuchen Sie es dann noch einmal.',
    },
    microphone: {
      title: 'Das Mikrofon funktioniert nicht',
      advice:
        'Erlauben Sie es dieser Seite in der Adressleiste des Browsers, und prüfen Sie, ob eines angeschlossen ist.',
    },
    nothing_chosen: {
      title: 'Es fehlt eine Stimme',
      advice:
        'Wählen Sie ein Beispiel, eine Datei oder eine Adresse, schreiben Sie einen Text, oder nehmen Sie etwas auf.',
    },
    language_unsupported: {
      title: 'Keine Stimme spricht diese Sprache',
      advice: 'Wählen Sie eine Stimme in der Sprache Ihres Textes, oder laden Sie eine Aufnahme hoch.',
    },
    origin_refused: {
      title: 'Diese Anfrage kam von einer anderen Website',
      advice: 'Öffnen Sie diese Seite unter ihrer eigenen Adresse und versuchen Sie es noch einmal.',
    },
    callback_refused: {
      title: 'Die Callback-Adresse ist nicht erlaubt',
      advice: 'Nehmen Sie eine öffentliche Adresse.',
    },
    job_abandoned: {
      title: 'Das Video wurde nicht erstellt',
      advice: 'Der Dienst wurde zu oft unterbrochen. Erstellen Sie das Video noch einmal.',
    },
    job_ended: {
      title: 'Der Auftrag ist schon beendet',
      advice: 'Es gibt nichts mehr abzubrechen.',
    },
    text_empty: {
      title: 'Es gibt nichts zu sprechen',
      advice: 'Schreiben Sie Wörter: Satzzeichen und Emojis haben keinen Klang.',
    },
    text_too_long: {
      title: 'Der Text ist zu lang',
      advice: 'Kürzen Sie ihn, oder machen Sie mehrere Videos daraus.',
    },
    speech_missing: {
      title: 'Es gibt keine Untertitel',
      advice: 'Nur Videos aus einem Text haben welche.',
    },
    renderer_busy: {
      title: 'Gerade wird ein Video erstellt',
      advice: 'Ein Probebild muss warten, bis es fertig ist. Versuchen Sie es gleich noch einmal.',
    },
  },
});
