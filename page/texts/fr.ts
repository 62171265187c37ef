import type { Texts } from './en.js';
import type { Numbers } from './numbers.js';

/** French; the page addresses its users as “vous”. */
export const fr = ({ number, plural }: Numbers): Texts => ({
  language: 'fr',

  page: {
    description: 'Choisissez un portrait, donnez-lui une voix : il parle dans une vidéo.',
    title: 'Donnez une voix à un portrait – Avatar Service',
    skip: 'Aller aux réglages',
    service: 'Service',
    apiKey: 'Clé d’API',
    heading: 'Donnez une voix à un\u00a0portrait.',
    lead: 'Choisissez un visage, puis un enregistrement ou un texte. Dans la vidéo, le visage parle, bouge la tête et cligne des yeux.',
    stage: 'Scène',
    stopExample: 'Arrêter l’exemple',
    marked: 'Signalée comme créée par IA',
    markMeaning:
      'Le fichier l’indique dans ses métadonnées, que les logiciels savent lire. Rien ne se voit à l’image, et un service qui réencode la vidéo peut effacer cette mention. Si vous publiez la vidéo, précisez qu’elle a été créée par IA.',
    download: 'Télécharger',
    captions: 'Sous-titres',
    notify: 'Me prévenir quand elle est prête',
    cancel: 'Annuler',
    another: 'Nouvelle vidéo',
    portrait: 'Portrait',
    adjust: 'Ajuster le cadre',
    delete: 'Supprimer',
    voice: 'Voix',
    sample: 'Exemple',
    text: 'Texte',
    file: 'Fichier',
    link: 'Lien',
    microphone: 'Micro',
    whatToSay: 'Texte à dire',
    goodMorning: 'Bonjour à tous.',
    textHint: 'Texte simple, Markdown ou SSML. Ctrl+Entrée crée la vidéo.',
    defaultVoice: 'Par défaut',
    hearVoice: 'Écouter cette voix',
    listen: 'Écouter le texte',
    chooseRecording: 'Choisissez un enregistrement ou déposez-le ici',
    recordingFormats: 'WAV, MP3, FLAC, OGG, M4A ou WebM',
    recordingUrl: 'Adresse de l’enregistrement',
    recordingUrlHint: 'C’est le service qui le télécharge : l’adresse doit lui être accessible.',
    record: 'Enregistrer',
    recordHint: 'L’enregistrement reste dans ce navigateur jusqu’à la création de la vidéo.',
    mouthMovement: 'Mouvement de la bouche',
    headAndEyes: 'Tête et yeux',
    still: 'Immobile',
    blink: 'Clignement',
    alive: 'Vivant',
    noWebGl:
      'Ce navigateur ne peut pas afficher la transparence. L’image est en haut ; en bas, le blanc montre ce qui est opaque.',
    shapeAndBackground: 'Format et arrière-plan',
    shape: 'Format',
    wholePicture: 'Entière',
    wide: 'Paysage 16:9',
    tall: 'Vertical 9:16',
    square: 'Carré',
    background: 'Arrière-plan',
    asItIs: 'Inchangé',
    blurred: 'Flou',
    color: 'Couleur',
    transparent: 'Transparent',
    backgroundColor: 'Couleur de l’arrière-plan',
    cutOut: 'Détourer la personne',
    cutOutHint:
      'Une image à fond transparent (PNG ou WebP) garde son contour. Sinon, le contour est estimé, ce qui demande un mur uni derrière la personne.',
    notPlayable: 'Les navigateurs ne lisent pas les fichiers MOV de montage. Téléchargez la vidéo.',
    fileFormat: 'Type de fichier',
    fileFormatHint:
      'MP4 se lit partout. WebM convient aux pages web. MOV est volumineux et destiné aux logiciels de montage.',
    make: 'Créer la vidéo',
    tryFrame: 'Tester une image',
    program: 'La même chose par programme',
    copy: 'Copier',
    requestAsText: 'La requête sous forme de texte',
    history: 'Vos vidéos',
    noVideos: 'Les vidéos que vous créez apparaissent ici. Cette liste n’existe que dans votre navigateur.',
    lists: 'Vidéos et programmes',
    share: 'Partager',
    copyLink: 'Copier le lien',
    forPrograms:
      'Pour les programmes : progression en direct par Server-Sent Events, webhooks signés, CloudEvents sur un broker Knative.',
    everyRoute: 'Toutes les routes',
    openApi: 'Document OpenAPI',
    drop: 'Déposez un enregistrement ou une image',
    addTitle: 'Ajouter un portrait',
    close: 'Fermer',
    choosePicture: 'Choisissez une image ou déposez-la ici',
    pictureFormats: 'PNG, JPEG ou WebP avec un seul visage, vu de face',
    name: 'Nom',
    nameHint:
      'À votre guise, avec majuscules et espaces. Rien n’est enregistré tant que vous n’utilisez pas le portrait.',
    moveFrame: 'Déplacer le cadre',
    up: 'Plus haut',
    down: 'Plus bas',
    toLeft: 'À gauche',
    toRight: 'À droite',
    larger: 'Plus grand',
    smaller: 'Plus petit',
    forDevelopers: 'Pour les développeurs',
    findFace: 'Trouver le visage',
    faceBox: 'Cadre du visage, en pixels',
    left: 'Gauche',
    top: 'Haut',
    width: 'Largeur',
    height: 'Hauteur',
    usePortrait: 'Utiliser ce portrait',
    keyTitle: 'Ce service demande une clé d’API',
    keyHint: 'Conservée dans cet onglet seulement, et effacée quand vous le fermez.',
    useKey: 'Utiliser cette clé',
    notNow: 'Plus tard',
    noScript: 'Cette page a besoin de JavaScript. Le service, lui, s’en passe : voyez l’API.',
  },

  figures: {
    minutes: (clock) => `${clock} min`,
    seconds: (seconds) => `${number(seconds)} s`,
    almostDone: 'presque terminé',
    secondsLeft: (seconds) => `encore ${number(seconds)} s environ`,
    minutesLeft: (minutes) => `encore ${number(minutes)} min environ`,
    justNow: 'à l’instant',
  },

  stage: {
    portrait: (name) => `Le portrait ${name}`,
    frame: (name, moment) => `Une image de ${name} : ${moment}`,
    loudestMoment: 'au moment le plus fort de la voix',
    openMouth: 'la bouche ouverte',
    speaks: (name) => `${name} parle`,
    framed: 'Le cadre de la vidéo',
    framing: 'Préparation de l’aperçu',
    sending: 'Envoi de la voix',
    catchingUp: 'La suite arrive',
    ready: 'La vidéo est prête',
    made: (length, size, time) => `${length}, ${size}, créée en ${time}`,
    captionsLabel: 'Sous-titres',
    canceled: 'La vidéo n’a pas été créée.',
  },

  progress: {
    queued: 'Dans la file d’attente',
    voice: 'Écoute de la voix',
    portrait: 'Préparation du portrait',
    wav2lip: 'Animation de la bouche',
    video: 'Création de la vidéo',
    store: 'Sauvegarde de la vidéo',
    working: 'En cours',
    completed: 'Terminé',
    failed: 'Échec',
    cancelled: 'Annulé',
    frames: (done, all) => `${number(done)} sur ${plural(all, { one: '# image', other: '# images' })}`,
    rate: (framesPerSecond) => `${number(framesPerSecond)} par seconde`,
  },

  history: {
    queued: 'en attente',
    processing: 'en cours',
    failed: 'échec',
    cancelled: 'annulée',
    play: 'Lire',
    deleteQuestion: 'Supprimer cette vidéo pour tout le monde ?',
    deleteForGood: 'Supprimer définitivement',
    keep: 'Garder',
    deleted: 'La vidéo est supprimée',
    linkCopied: 'Le lien est copié',
    linkNeedsKey: 'Le lien est copié. Il ne s’ouvre qu’avec une clé de ce service.',
    copyByHand: 'Copiez ce lien :',
  },

  snippets: {
    chooseVoice: 'Choisissez une voix pour voir la commande.',
    keyFrom: 'La clé est lue dans $API_KEY.',
    makeFirst: 'Créez une vidéo pour voir l’événement envoyé au broker.',
    structured: 'En mode structuré, tel que le reçoivent les abonnés du broker.',
    gone: 'L’événement de cette tâche n’existe plus.',
    copy: 'Copier',
    copied: 'Copié',
    selected: 'Texte sélectionné. Copiez-le au clavier.',
  },

  portrait: {
    add: 'Ajouter',
    addTitle: 'Ajouter un portrait',
    face: (name) => `Le visage de ${name}`,
    found:
      'Le cadre doit aller du milieu du front jusque sous le menton. Déplacez-le ou tirez ses coins s’il est mal placé.',
    audience:
      'Toutes les personnes qui peuvent ouvrir cette page verront ce portrait et pourront l’utiliser et le supprimer.',
    audienceWithKey:
      'Toutes les personnes qui ont une clé de ce service verront ce portrait et pourront l’utiliser et le supprimer.',
    unnamed: 'Mon portrait',
    nameTaken: (name) => `Un portrait s’appelle déjà ${name}.`,
    byHand:
      'Faites glisser le cadre : du milieu du front jusque sous le menton, et aussi large que le visage.',
    choosePicture: 'Choisissez une image ou déposez-la ici',
    noPicture: 'Aucune image n’est encore choisie.',
    picture: 'L’image',
    frame: 'Une image, la bouche ouverte',
    added: (name) => `${name} est dans la galerie`,
    faceNumber: (which) => `Visage ${number(which)}`,
    movableBox: 'cadre mobile',
    box: (x, y, width, height) =>
      `Cadre du visage : à ${number(x)} de la gauche, à ${number(y)} du haut, ${number(width)} de large, ${number(height)} de haut. Les flèches le déplacent ; avec Maj, elles changent sa taille.`,
    delete: 'Supprimer',
    deleteForGood: 'Supprimer définitivement ?',
    pressAgain: (name) => `Appuyez encore une fois pour supprimer ${name}`,
    deleted: (name) => `${name} est supprimé`,
  },

  warnings: {
    mouth_covered: 'Quelque chose semble cacher la bouche. Prenez une image où l’on voit les lèvres.',
    mouth_open: 'La bouche est trop ouverte pour bien la refermer. Prenez une image avec les lèvres fermées.',
    lips_pursed:
      'Les lèvres sont pincées et deviennent floues en s’ouvrant. Prenez une image avec les lèvres détendues.',
    lips_hidden:
      'Une moustache recouvre la lèvre supérieure et cache les petites ouvertures de la bouche. Prenez une image où l’on voit les deux lèvres.',
    pixel_art:
      'L’image est faite de gros pixels, que le mouvement de la bouche rend flous. Prenez une image de meilleure résolution.',
    face_drawn:
      'Le visage semble dessiné en aplats, et la bouche devient plus floue que les traits. Prenez une image avec des ombres.',
    face_not_human:
      'Le visage semble avoir du pelage. La bouche d’un animal est dessinée comme celle d’une personne. Prenez l’image d’une personne.',
    faces_in_background: 'L’image montre d’autres visages, plus petits. Seul le plus grand parle.',
    eyes_not_found:
      'Les deux yeux ouverts n’ont pas été trouvés, le portrait ne cligne donc pas. Prenez une image où l’on voit les deux yeux, sans reflet sur les lunettes.',
  },

  voice: {
    isVoice: (file) => `${file} est la voix`,
    noFile: 'Aucun fichier n’est encore choisi.',
    noUrl: 'Aucune adresse n’est encore saisie.',
    notUrl: (text) => `${text} n’est pas une adresse qui commence par http:// ou https://.`,
    noRecording: 'Rien n’est encore enregistré.',
    noText: 'Aucun texte n’est encore saisi.',
    noSample: 'Cette voix n’a pas d’extrait.',
    listenTo: (title) => `Écouter ${title}`,
    letters: (length, max) => `${number(length)} sur ${number(max)}`,
    otherLanguage: (speaks, written) =>
      `Langue de cette voix : ${speaks}. Votre texte semble être en ${written}.`,
    record: 'Enregistrer',
    recordAgain: 'Recommencer',
    recording: 'Enregistrement en cours',
    stop: 'Arrêter',
    recorded: (seconds) =>
      plural(seconds, { one: '# seconde enregistrée', other: '# secondes enregistrées' }),
    needsHttps: 'Les navigateurs n’autorisent le micro que sur les pages en https ou sur localhost.',
    browserSays: (message) => `Le navigateur indique : ${message}`,
  },

  files: {
    empty: (file) => `${file} est vide.`,
    isPicture: (file) => `${file} est une image. Ajoutez-la plutôt comme portrait.`,
    noSound: (file, format) => `${file} est un fichier ${format}, sans son lisible.`,
    unknown: (file) => `Le format de ${file} est inconnu.`,
    tooLarge: (file, size, limit) => `${file} fait ${size}. La limite est de ${limit}.`,
    tooLong: (file, length, limit) => `${file} dure ${length}. La limite est de ${limit}.`,
    tooShort: (file) => `${file} est trop court pour contenir un mot.`,
    noPicture: (file, format) => `${file} est un fichier ${format} et non une image.`,
    unreadable: (file) =>
      `Ce navigateur ne peut pas lire ${file}. Enregistrez l’image en JPEG ou PNG, puis choisissez-la.`,
    preparing: 'Préparation de l’image',
  },

  samples: {
    hello: { title: 'Bonjour', words: 'Un salut en anglais, six secondes' },
    evening: { title: 'Bonsoir', words: 'Deux phrases en anglais' },
    count: { title: 'Compter', words: 'Jusqu’à six en anglais, avec une pause' },
  },

  speakers: {
    slt: 'Rose, américaine',
    rms: 'Ray, américain',
    awb: 'Alan, écossais',
    kal: 'Kevin, américain, un robot',
  },

  key: {
    where: 'L’exploitant de ce service peut vous donner une clé.',
    wrong: 'Le service ne connaît pas cette clé. Saisissez-en une autre.',
    malformed: 'Une clé ne contient ni espaces ni caractères accentués. Saisissez-la ici.',
  },

  problem: {
    detail: 'Détail :',
    noAnswer: 'Le service n’a pas répondu.',
    status: (status) => `Le service a répondu ${String(status)}.`,
    rendering: 'Une vidéo est en cours de création',
    waiting: (seconds) =>
      `Une image seule doit attendre qu’elle soit terminée. Nouvel essai dans ${number(seconds)} s.`,
  },

  errors: {
    busy: {
      title: 'Le service est occupé',
      advice: 'Votre demande est correcte. Attendez un instant, puis réessayez.',
    },
    operator: {
      title: 'Le service rencontre un problème',
      advice: 'Vous n’y êtes pour rien. L’exploitant du service en trouvera la raison dans son journal.',
    },
    address: {
      title: 'L’enregistrement n’a pas pu être téléchargé',
      advice: 'Vérifiez l’adresse, ou téléchargez l’enregistrement et choisissez-le comme fichier.',
    },
    recording: {
      title: 'Cet enregistrement ne convient pas',
      advice: 'Essayez-en un autre : de la parole en WAV, MP3, FLAC, OGG, M4A ou WebM.',
    },
    length: {
      title: 'L’enregistrement est trop long ou trop court',
      advice: 'Coupez-le à une durée acceptée par le service, ou prenez-en un autre.',
    },
    text: {
      title: 'Le texte n’a pas pu être dit',
      advice: 'Choisissez une autre voix, ou écrivez dans une langue que cette voix parle.',
    },
    picture: {
      title: 'Cette image ne convient pas',
      advice: 'Prenez un PNG, JPEG ou WebP de taille raisonnable, où le visage est vu de face.',
    },
    page: {
      title: 'La page a rencontré une erreur',
      advice: 'Rechargez-la. La création de vos vidéos continue pendant ce temps.',
    },
    gone: {
      title: 'Introuvable',
      advice:
        'La tâche ou la page a peut-être été supprimée, ou appartient à un autre service. Créez la vidéo de nouveau.',
    },
    conflict: {
      title: 'Cette demande a déjà été envoyée avec un autre contenu',
      advice: 'Rechargez la page et renvoyez la demande.',
    },
    unauthorized: {
      title: 'Une clé d’API est nécessaire',
      advice:
        'Saisissez-la en haut de la page, sous « Clé d’API ». L’exploitant du service peut vous en donner une.',
    },
    request_invalid: {
      title: 'Il manque quelque chose, ou une saisie est incorrecte',
      advice: 'Vérifiez ce que vous avez saisi.',
    },
    body_too_large: {
      title: 'Le fichier est trop gros',
      advice: 'Prenez-en un plus petit : quelques mégaoctets suffisent pour de la parole.',
    },
    avatar_not_found: {
      title: 'Ce portrait n’existe plus',
      advice: 'Choisissez-en un autre, ou ajoutez-le de nouveau.',
    },
    avatar_exists: {
      title: 'Ce nom est déjà pris',
      advice: 'Choisissez un autre nom pour le portrait.',
    },
    avatar_bundled: {
      title: 'Ce portrait ne peut pas être modifié',
      advice: 'Il est fourni avec le service. Ajoutez votre propre copie pour la modifier.',
    },
    face_not_found: {
      title: 'Aucun visage n’a été trouvé',
      advice:
        'Tracez le cadre vous-même, du milieu du front jusque sous le menton, ou prenez une autre image.',
    },
    faces_several: {
      title: 'Il y a plusieurs visages',
      advice: 'Choisissez celui qui doit parler.',
    },
    face_box_invalid: {
      title: 'Le cadre ne convient pas',
      advice: 'Placez-le à l’intérieur de l’image, autour du visage.',
    },
    crop_invalid: {
      title: 'Le recadrage ne convient pas',
      advice: 'Restez à l’intérieur de l’image et gardez le visage entier.',
    },
    portrait_opaque: {
      title: 'Ce portrait a un arrière-plan',
      advice: 'Détourez la personne, ou prenez un PNG ou un WebP à fond transparent.',
    },
    format_unavailable: {
      title: 'Le service ne peut pas créer ce type de fichier',
      advice: 'Choisissez MP4, ou demandez à l’exploitant du service.',
    },
    cancelled: {
      title: 'Annulé',
      advice: 'Rien n’a été enregistré. Vous pouvez relancer la création.',
    },
    deadline_exceeded: {
      title: 'La création a pris trop de temps',
      advice: 'Prenez un enregistrement plus court, ou demandez plus de temps à l’exploitant du service.',
    },
    render_stalled: {
      title: 'Cette voix ou cette image ne passe pas',
      advice: 'Enregistrez la voix et l’image dans un autre format, ou prenez-en d’autres.',
    },
    network: {
      title: 'Le service ne répond pas',
      advice: 'Vérifiez votre connexion et que le service est en marche, puis réessayez.',
    },
    microphone: {
      title: 'Le micro ne fonctionne pas',
      advice:
        'Autorisez-le pour cette page dans la barre d’adresse du navigateur, et vérifiez qu’il y en a un de branché.',
    },
    nothing_chosen: {
      title: 'Il manque une voix',
      advice: 'Choisissez un exemple, un fichier ou une adresse, écrivez un texte ou enregistrez-vous.',
    },
    language_unsupported: {
      title: 'Aucune voix ne parle cette langue',
      advice: 'Choisissez une voix dans la langue de votre texte, ou envoyez un enregistrement.',
    },
    origin_refused: {
      title: 'Cette demande vient d’un autre site',
      advice: 'Ouvrez cette page à sa propre adresse et réessayez.',
    },
    callback_refused: {
      title: 'L’adresse de rappel n’est pas autorisée',
      advice: 'Prenez une adresse publique.',
    },
    job_abandoned: {
      title: 'La vidéo n’a pas été créée',
      advice: 'Le service a été interrompu trop souvent. Relancez la création.',
    },
    job_ended: {
      title: 'La tâche est déjà terminée',
      advice: 'Il n’y a plus rien à annuler.',
    },
    text_empty: {
      title: 'Il n’y a rien à dire',
      advice: 'Écrivez des mots : la ponctuation et les émojis ne se prononcent pas.',
    },
    text_too_long: {
      title: 'Le texte est trop long',
      advice: 'Raccourcissez-le, ou faites-en plusieurs vidéos.',
    },
    speech_missing: {
      title: 'Il n’y a pas de sous-titres',
      advice: 'Seules les vidéos créées à partir d’un texte en ont.',
    },
    renderer_busy: {
      title: 'Une vidéo est en cours de création',
      advice: 'Une image seule doit attendre qu’elle soit terminée. Réessayez dans un instant.',
    },
  },
});
