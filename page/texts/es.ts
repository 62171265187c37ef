import type { Texts } from './en.js';
import type { Numbers } from './numbers.js';

/** Spanish; the page addresses its users as “tú”. */
export const es = ({ number, plural }: Numbers): Texts => ({
  language: 'es',

  page: {
    description: 'Elige un retrato, ponle voz y obtén un vídeo en el que habla.',
    title: 'Ponle voz a un retrato – Avatar Service',
    skip: 'Ir a los controles',
    service: 'Servicio',
    apiKey: 'Clave de API',
    heading: 'Ponle voz a un\u00a0retrato.',
    lead: 'Elige una cara y añade una grabación o un texto. En el vídeo, la cara habla, mueve la cabeza y parpadea.',
    stage: 'Escenario',
    stopExample: 'Parar el ejemplo',
    marked: 'Marcado como creado con IA',
    markMeaning:
      'El archivo lo indica en sus metadatos, que los programas pueden leer. En la imagen no se ve, y un servicio que vuelva a codificar el vídeo puede borrarlo. Si publicas el vídeo, di que se ha creado con IA.',
    download: 'Descargar',
    captions: 'Subtítulos',
    notify: 'Avisarme cuando esté listo',
    cancel: 'Cancelar',
    another: 'Hacer otro',
    portrait: 'Retrato',
    adjust: 'Ajustar el recuadro',
    delete: 'Eliminar',
    voice: 'Voz',
    sample: 'Ejemplo',
    text: 'Texto',
    file: 'Archivo',
    link: 'Enlace',
    microphone: 'Micrófono',
    whatToSay: 'Qué debe decir',
    goodMorning: 'Buenos días.',
    textHint: 'Texto sencillo, Markdown o SSML. Ctrl+Intro crea el vídeo.',
    defaultVoice: 'Predeterminada',
    hearVoice: 'Oír esta voz',
    listen: 'Oír el texto',
    chooseRecording: 'Elige una grabación o suéltala aquí',
    recordingFormats: 'WAV, MP3, FLAC, OGG, M4A o WebM',
    recordingUrl: 'Dirección de la grabación',
    recordingUrlHint: 'La descarga el servicio, así que debe poder llegar a esa dirección.',
    record: 'Grabar',
    recordHint: 'La grabación se queda en este navegador hasta que crees el vídeo.',
    mouthMovement: 'Movimiento de la boca',
    headAndEyes: 'Cabeza y ojos',
    still: 'Quieto',
    blink: 'Parpadeo',
    alive: 'Vivo',
    noWebGl:
      'Este navegador no puede mostrar la transparencia. Arriba está la imagen; abajo, el blanco indica lo que es opaco.',
    shapeAndBackground: 'Formato y fondo',
    shape: 'Formato',
    wholePicture: 'Entera',
    wide: 'Horizontal 16:9',
    tall: 'Vertical 9:16',
    square: 'Cuadrado',
    background: 'Fondo',
    asItIs: 'Sin cambios',
    blurred: 'Desenfocado',
    color: 'Color',
    transparent: 'Transparente',
    backgroundColor: 'Color del fondo',
    cutOut: 'Recortar a la persona',
    cutOutHint:
      'Una imagen con fondo transparente (PNG o WebP) conserva su contorno. Si no, el contorno se calcula, y para eso hace falta una pared lisa detrás de la persona.',
    notPlayable: 'Los navegadores no reproducen archivos MOV de edición. Descarga el vídeo para usarlo.',
    fileFormat: 'Tipo de archivo',
    fileFormatHint:
      'MP4 funciona en todas partes. WebM es para páginas web. MOV ocupa mucho y es para programas de edición.',
    make: 'Crear el vídeo',
    tryFrame: 'Probar una imagen',
    program: 'Lo mismo desde un programa',
    copy: 'Copiar',
    requestAsText: 'La petición como texto',
    history: 'Sus vídeos',
    noVideos: 'Aquí aparecen los vídeos que usted crea. Esta lista solo existe en su navegador.',
    lists: 'Vídeos y programas',
    share: 'Compartir',
    copyLink: 'Copiar enlace',
    forPrograms:
      'Para programas: progreso en directo con Server-Sent Events, webhooks firmados, CloudEvents en un broker de Knative.',
    everyRoute: 'Todas las rutas',
    openApi: 'Documento OpenAPI',
    drop: 'Suelta una grabación o una imagen',
    addTitle: 'Añadir un retrato',
    close: 'Cerrar',
    choosePicture: 'Elige una imagen o suéltala aquí',
    pictureFormats: 'PNG, JPEG o WebP con una sola cara, vista de frente',
    name: 'Nombre',
    nameHint: 'Como prefiera, con mayúsculas y espacios. No se guarda nada hasta que use el retrato.',
    moveFrame: 'Mover el marco',
    up: 'Más arriba',
    down: 'Más abajo',
    toLeft: 'A la izquierda',
    toRight: 'A la derecha',
    larger: 'Más grande',
    smaller: 'Más pequeño',
    forDevelopers: 'Para desarrolladores',
    findFace: 'Buscar la cara',
    faceBox: 'Recuadro de la cara, en píxeles',
    left: 'Izquierda',
    top: 'Arriba',
    width: 'Ancho',
    height: 'Alto',
    usePortrait: 'Usar este retrato',
    keyTitle: 'Este servicio pide una clave de API',
    keyHint: 'Se guarda solo en esta pestaña y se borra cuando la cierras.',
    useKey: 'Usar esta clave',
    notNow: 'Ahora no',
    noScript: 'Esta página necesita JavaScript. El servicio en sí no: consulta la API.',
  },

  figures: {
    minutes: (clock) => `${clock} min`,
    seconds: (seconds) => `${number(seconds)} s`,
    almostDone: 'casi listo',
    secondsLeft: (seconds) => `quedan unos ${number(seconds)} s`,
    minutesLeft: (minutes) => `quedan unos ${number(minutes)} min`,
    justNow: 'ahora mismo',
  },

  stage: {
    portrait: (name) => `El retrato ${name}`,
    frame: (name, moment) => `Una imagen de ${name}: ${moment}`,
    loudestMoment: 'el momento más fuerte de la voz',
    openMouth: 'con la boca abierta',
    speaks: (name) => `${name} habla`,
    framed: 'Así se verá el vídeo',
    framing: 'Preparando la vista previa',
    sending: 'Enviando la voz',
    catchingUp: 'Enseguida sigue',
    ready: 'El vídeo está listo',
    made: (length, size, time) => `${length}, ${size}, creado en ${time}`,
    captionsLabel: 'Subtítulos',
    canceled: 'El vídeo no se ha creado.',
  },

  progress: {
    queued: 'En la cola',
    voice: 'Escuchando la voz',
    portrait: 'Preparando el retrato',
    wav2lip: 'Moviendo la boca',
    video: 'Creando el vídeo',
    store: 'Guardando el vídeo',
    working: 'En curso',
    completed: 'Listo',
    failed: 'Ha fallado',
    cancelled: 'Cancelado',
    frames: (done, all) => `${number(done)} de ${plural(all, { one: '# imagen', other: '# imágenes' })}`,
    rate: (framesPerSecond) => `${number(framesPerSecond)} por segundo`,
  },

  history: {
    queued: 'en espera',
    processing: 'en curso',
    failed: 'ha fallado',
    cancelled: 'cancelado',
    play: 'Reproducir',
    deleteQuestion: '¿Borrar este vídeo para todos?',
    deleteForGood: 'Borrar para siempre',
    keep: 'Conservar',
    deleted: 'El vídeo se ha borrado',
    linkCopied: 'El enlace está copiado',
    linkNeedsKey: 'El enlace está copiado. Solo se abre con una clave de este servicio.',
    copyByHand: 'Copie este enlace:',
  },

  snippets: {
    chooseVoice: 'Elige una voz para ver el comando.',
    keyFrom: 'La clave se lee de $API_KEY.',
    makeFirst: 'Crea un vídeo para ver el evento que se envía al broker.',
    structured: 'En modo estructurado, tal como lo reciben los suscriptores del broker.',
    gone: 'El evento de esta tarea ya no existe.',
    copy: 'Copiar',
    copied: 'Copiado',
    selected: 'Texto seleccionado. Cópialo con el teclado.',
  },

  portrait: {
    add: 'Añadir',
    addTitle: 'Añadir un retrato',
    face: (name) => `La cara de ${name}`,
    found:
      'El marco debe ir de la mitad de la frente hasta justo debajo del mentón. Arrástrelo, o arrastre sus esquinas, si no encaja.',
    audience:
      'Todas las personas que puedan abrir esta página verán este retrato y podrán usarlo y borrarlo.',
    audienceWithKey:
      'Todas las personas que tengan una clave de este servicio verán este retrato y podrán usarlo y borrarlo.',
    unnamed: 'Mi retrato',
    nameTaken: (name) => `Ya hay un retrato con el nombre ${name}.`,
    byHand:
      'Arrastra el recuadro: desde la mitad de la frente hasta justo debajo de la barbilla, y tan ancho como la cara.',
    choosePicture: 'Elige una imagen o suéltala aquí',
    noPicture: 'Todavía no has elegido ninguna imagen.',
    picture: 'La imagen',
    frame: 'Una imagen con la boca abierta',
    added: (name) => `${name} está en la galería`,
    faceNumber: (which) => `Cara ${number(which)}`,
    movableBox: 'recuadro móvil',
    box: (x, y, width, height) =>
      `Recuadro de la cara: a ${number(x)} de la izquierda, a ${number(y)} de arriba, ${number(width)} de ancho, ${number(height)} de alto. Las flechas lo mueven; con Mayús cambian su tamaño.`,
    delete: 'Eliminar',
    deleteForGood: '¿Eliminar para siempre?',
    pressAgain: (name) => `Pulsa otra vez para eliminar ${name}`,
    deleted: (name) => `${name} se ha eliminado`,
  },

  warnings: {
    mouth_covered: 'Parece que algo tapa la boca. Usa una imagen en la que se vean los labios.',
    mouth_open: 'La boca está demasiado abierta para cerrarla bien. Usa una imagen con los labios cerrados.',
    lips_pursed:
      'Los labios están fruncidos y se ven borrosos al abrirse. Usa una imagen con los labios relajados.',
    lips_hidden:
      'Un bigote cae sobre el labio superior y oculta las aberturas pequeñas de la boca. Usa una imagen en la que se vean los dos labios.',
    pixel_art:
      'La imagen está hecha de píxeles grandes, que la boca en movimiento emborrona. Usa una imagen de mayor resolución.',
    face_drawn:
      'La cara parece dibujada con colores planos, y la boca queda más suave que las líneas. Usa una imagen con sombras.',
    face_not_human:
      'La cara parece tener pelaje. La boca de un animal se dibuja como la de una persona. Usa la imagen de una persona.',
    faces_in_background: 'En la imagen hay otras caras más pequeñas. Solo habla la más grande.',
    eyes_not_found:
      'No se han encontrado dos ojos abiertos, así que el retrato no parpadea. Usa una imagen en la que se vean los dos ojos, sin reflejos en las gafas.',
  },

  voice: {
    isVoice: (file) => `${file} es la voz`,
    noFile: 'Todavía no has elegido ningún archivo.',
    noUrl: 'Todavía no has escrito ninguna dirección.',
    notUrl: (text) => `${text} no es una dirección que empiece por http:// o https://.`,
    noRecording: 'Todavía no has grabado nada.',
    noText: 'Todavía no has escrito ningún texto.',
    noSample: 'Esta voz no tiene muestra.',
    listenTo: (title) => `Oír ${title}`,
    letters: (length, max) => `${number(length)} de ${number(max)}`,
    otherLanguage: (speaks, written) => `Esta voz habla ${speaks}. Tu texto parece estar en ${written}.`,
    record: 'Grabar',
    recordAgain: 'Grabar otra vez',
    recording: 'Grabando',
    stop: 'Parar',
    recorded: (seconds) => plural(seconds, { one: '# segundo grabado', other: '# segundos grabados' }),
    needsHttps: 'Los navegadores solo permiten el micrófono en páginas con https o en localhost.',
    browserSays: (message) => `El navegador dice: ${message}`,
  },

  files: {
    empty: (file) => `${file} está vacío.`,
    isPicture: (file) => `${file} es una imagen. Añádala como retrato.`,
    noSound: (file, format) => `${file} es un archivo ${format} sin sonido legible.`,
    unknown: (file) => `El formato de ${file} es desconocido.`,
    tooLarge: (file, size, limit) => `${file} ocupa ${size}. El límite es de ${limit}.`,
    tooLong: (file, length, limit) => `${file} dura ${length}. El límite es de ${limit}.`,
    tooShort: (file) => `${file} es demasiado corto para contener una palabra.`,
    noPicture: (file, format) => `${file} es un archivo ${format}, no una imagen.`,
    unreadable: (file) =>
      `Este navegador no puede leer ${file}. Guarde la imagen como JPEG o PNG y elíjala de nuevo.`,
    preparing: 'Preparando la imagen',
  },

  samples: {
    hello: { title: 'Hola', words: 'Un saludo en inglés, seis segundos' },
    evening: { title: 'Buenas noches', words: 'Dos frases en inglés' },
    count: { title: 'Contar', words: 'Hasta seis en inglés, con una pausa' },
  },

  speakers: {
    slt: 'Rose, estadounidense',
    rms: 'Ray, estadounidense',
    awb: 'Alan, escocés',
    kal: 'Kevin, estadounidense, un robot',
  },

  key: {
    where: 'Quien administra este servicio puede darte una clave.',
    wrong: 'El servicio no conoce esa clave. Escribe otra.',
    malformed: 'Una clave no tiene espacios ni acentos. Escríbela aquí.',
  },

  problem: {
    detail: 'En detalle:',
    noAnswer: 'El servicio no ha respondido.',
    status: (status) => `El servicio ha respondido ${String(status)}.`,
    rendering: 'Se está creando un vídeo',
    waiting: (seconds) =>
      `Una imagen suelta tiene que esperar a que termine. Nuevo intento en ${number(seconds)} s.`,
  },

  errors: {
    busy: {
      title: 'El servicio está ocupado',
      advice: 'Tu petición está bien. Espera un momento e inténtalo otra vez.',
    },
    operator: {
      title: 'Algo va mal en el servicio',
      advice: 'No es culpa tuya. Quien administra el servicio puede ver el motivo en su registro.',
    },
    address: {
      title: 'No se ha podido descargar la grabación',
      advice: 'Comprueba la dirección, o descarga la grabación y elígela como archivo.',
    },
    recording: {
      title: 'Esta grabación no sirve',
      advice: 'Prueba con otra: voz en WAV, MP3, FLAC, OGG, M4A o WebM.',
    },
    length: {
      title: 'La grabación es demasiado larga o demasiado corta',
      advice: 'Córtala a una duración que el servicio acepte, o usa otra.',
    },
    text: {
      title: 'No se ha podido leer el texto en voz alta',
      advice: 'Elige otra voz, o escribe en un idioma que hable esta voz.',
    },
    picture: {
      title: 'Esta imagen no sirve',
      advice: 'Usa un PNG, JPEG o WebP no demasiado grande en el que la cara se vea de frente.',
    },
    page: {
      title: 'La página tiene un error',
      advice: 'Vuelve a cargarla. Tus vídeos siguen creándose mientras tanto.',
    },
    gone: {
      title: 'No encontrado',
      advice:
        'Puede que la tarea o la página se haya eliminado, o que sea de otro servicio. Crea el vídeo otra vez.',
    },
    conflict: {
      title: 'Esta petición ya se envió con otro contenido',
      advice: 'Vuelve a cargar la página y envíala otra vez.',
    },
    unauthorized: {
      title: 'Hace falta una clave de API',
      advice:
        'Escríbela arriba en la página, en «Clave de API». Quien administra el servicio puede darte una.',
    },
    request_invalid: {
      title: 'Falta algo o hay algo mal escrito',
      advice: 'Revisa lo que has escrito.',
    },
    body_too_large: {
      title: 'El archivo es demasiado grande',
      advice: 'Usa uno más pequeño: para la voz bastan unos pocos megabytes.',
    },
    avatar_not_found: {
      title: 'Este retrato ya no existe',
      advice: 'Elige otro, o añádelo de nuevo.',
    },
    avatar_exists: {
      title: 'Ese nombre ya está en uso',
      advice: 'Elige otro nombre para el retrato.',
    },
    avatar_bundled: {
      title: 'Este retrato no se puede cambiar',
      advice: 'Viene con el servicio. Añade tu propia copia para cambiarla.',
    },
    face_not_found: {
      title: 'No se ha encontrado ninguna cara',
      advice:
        'Dibuja tú el recuadro, desde la mitad de la frente hasta justo debajo de la barbilla, o usa otra imagen.',
    },
    faces_several: {
      title: 'Hay varias caras',
      advice: 'Elige la que debe hablar.',
    },
    face_box_invalid: {
      title: 'El recuadro no encaja',
      advice: 'Dibújalo dentro de la imagen y alrededor de la cara.',
    },
    crop_invalid: {
      title: 'El recorte no encaja',
      advice: 'Recorta dentro de la imagen y deja la cara entera.',
    },
    portrait_opaque: {
      title: 'Este retrato tiene fondo',
      advice: 'Recorta a la persona, o usa un PNG o WebP con fondo transparente.',
    },
    format_unavailable: {
      title: 'El servicio no puede crear este tipo de archivo',
      advice: 'Elige MP4, o pregunta a quien administra el servicio.',
    },
    cancelled: {
      title: 'Cancelado',
      advice: 'No se ha guardado nada. Puedes crear el vídeo otra vez.',
    },
    deadline_exceeded: {
      title: 'El vídeo ha tardado demasiado',
      advice: 'Usa una grabación más corta, o pide más tiempo a quien administra el servicio.',
    },
    render_stalled: {
      title: 'Con esta voz o esta imagen no funciona',
      advice: 'Guarda la grabación y la imagen en otro formato, o usa otras.',
    },
    network: {
      title: 'El servicio no responde',
      advice: 'Comprueba tu conexión y que el servicio esté en marcha. Después inténtalo otra vez.',
    },
    microphone: {
      title: 'El micrófono no funciona',
      advice:
        'Permite que esta página lo use en la barra de direcciones del navegador y comprueba que haya uno conectado.',
    },
    nothing_chosen: {
      title: 'Falta una voz',
      advice: 'Elige un ejemplo, un archivo o una dirección, escribe un texto o graba algo.',
    },
    language_unsupported: {
      title: 'Ninguna voz habla este idioma',
      advice: 'Elige una voz en el idioma de tu texto, o sube una grabación.',
    },
    origin_refused: {
      title: 'Esta petición viene de otro sitio web',
      advice: 'Abre esta página en su propia dirección e inténtalo otra vez.',
    },
    callback_refused: {
      title: 'La dirección de retorno no está permitida',
      advice: 'Usa una dirección pública.',
    },
    job_abandoned: {
      title: 'El vídeo no se ha creado',
      advice: 'El servicio se ha interrumpido demasiadas veces. Crea el vídeo otra vez.',
    },
    job_ended: {
      title: 'La tarea ya ha terminado',
      advice: 'Ya no hay nada que cancelar.',
    },
    text_empty: {
      title: 'No hay nada que decir',
      advice: 'Escribe palabras: la puntuación y los emojis no suenan.',
    },
    text_too_long: {
      title: 'El texto es demasiado largo',
      advice: 'Acórtalo, o haz varios vídeos con él.',
    },
    speech_missing: {
      title: 'No hay subtítulos',
      advice: 'Solo los tienen los vídeos hechos con un texto.',
    },
    renderer_busy: {
      title: 'Se está creando un vídeo',
      advice: 'Una imagen suelta tiene que esperar a que termine. Inténtalo otra vez en un momento.',
    },
  },
});
