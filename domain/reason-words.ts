/**
 * Every reason in English and French (placeholders: see sayReason in reasons.ts). French keeps its non-breaking spaces: U+202F
 * before ; ! ? and U+00A0 before : and %, within « » and between a figure and its noun.
 */
export const reasonWords = {
  // What a forecast rests on, or why there is none (A05)
  'basis-readings': {
    en: 'The rate is learnt from {readings:reading|readings}.',
    fr: 'La consommation est apprise de {readings:relevé|relevés}.',
  },
  'basis-page-counter': {
    en: 'The rate comes from the page counter.',
    fr: 'La consommation vient du compteur de pages.',
  },
  'basis-usual-rate': {
    en: 'The rate is the usual one of this model: there is no history yet.',
    fr: 'La consommation est celle habituelle de ce modèle\u00a0: il n’y a pas encore d’historique.',
  },
  'no-reading': { en: 'No reading has arrived yet.', fr: 'Aucun relevé n’est encore arrivé.' },
  'level-unknown': {
    en: 'The gauge does not say how much is left.',
    fr: 'La jauge ne dit pas combien il reste.',
  },
  'rate-unknown': {
    en: 'The consumption is not known yet.',
    fr: 'La consommation n’est pas encore connue.',
  },
  'waiting-confirmation': {
    en: 'One reading alone says so: a second one at least {hours:hour|hours} later, the page counter or an alert must agree.',
    fr: 'Un seul relevé le dit\u00a0: un second au moins {hours:heure|heures} plus tard, le compteur de pages ou une alerte doit concorder.',
  },
  'confirmed-second-reading': {
    en: 'A second reading confirms the level.',
    fr: 'Un second relevé confirme le niveau.',
  },
  'confirmed-page-counter': {
    en: 'The page counter confirms the level.',
    fr: 'Le compteur de pages confirme le niveau.',
  },
  'confirmed-alert': {
    en: 'The device’s own alert confirms the level.',
    fr: 'L’alerte de l’appareil confirme le niveau.',
  },
  'alert-low-gauge-higher': {
    en: 'The device’s alert says that it runs out (a container: fills), but its gauge shows {percent}%: one of them is wrong.',
    fr: 'L’alerte de l’appareil annonce qu’il s’épuise (un bac\u00a0: se remplit), mais sa jauge indique {percent}\u00a0%\u00a0: l’un des deux se trompe.',
  },
  'alert-empty-gauge-higher': {
    en: 'The device’s alert says that it is used up (a container: full), but its gauge shows {percent}%: one of them is wrong.',
    fr: 'L’alerte de l’appareil annonce qu’il est épuisé (un bac\u00a0: plein), mais sa jauge indique {percent}\u00a0%\u00a0: l’un des deux se trompe.',
  },
  'gauge-low-without-alert': {
    en: 'Its gauge shows {percent}%, and the device gives no alert, as this model does from {low}% on.',
    fr: 'Sa jauge indique {percent}\u00a0%, et l’appareil ne donne pas l’alerte que ce modèle donne dès {low}\u00a0%.',
  },
  'empty-believed': {
    en: 'Empty is believed at once: cover was down to {cover:day|days} already.',
    fr: 'Le vide est cru d’emblée\u00a0: la couverture n’était déjà plus que de {cover:jour|jours}.',
  },

  // What is ordered, and when (A04, A06)
  'not-covered': {
    en: 'This item is tracked but not ordered automatically.',
    fr: 'Cet article est suivi mais n’est pas commandé automatiquement.',
  },
  'item-reached-trigger': {
    en: 'It is not ordered automatically and has reached its trigger: cover is {cover:day|days}.',
    fr: 'Il n’est pas commandé automatiquement et a atteint son seuil\u00a0: la couverture est de {cover:jour|jours}.',
  },
  'supply-unknown': {
    en: 'The catalogue does not say which supply belongs here.',
    fr: 'Le catalogue ne dit pas quel consommable va ici.',
  },
  'cover-at-trigger': {
    en: 'Cover is {cover:day|days}, at or below the trigger of {trigger:day|days}.',
    fr: 'La couverture est de {cover:jour|jours}, au seuil de {trigger:jour|jours} ou en dessous.',
  },
  'cover-above-trigger': {
    en: 'Cover is {cover:day|days}, above the trigger of {trigger:day|days}.',
    fr: 'La couverture est de {cover:jour|jours}, au-dessus du seuil de {trigger:jour|jours}.',
  },
  'trigger-usual': { en: 'The trigger is the usual one.', fr: 'Le seuil est le seuil habituel.' },
  'trigger-global': { en: 'The trigger was set for everyone.', fr: 'Le seuil a été fixé pour tous.' },
  'trigger-account': { en: 'The trigger was set for this account.', fr: 'Le seuil a été fixé pour ce compte.' },
  'trigger-site': { en: 'The trigger was set for this site.', fr: 'Le seuil a été fixé pour ce site.' },
  'trigger-model': { en: 'The trigger was set for this model.', fr: 'Le seuil a été fixé pour ce modèle.' },
  'trigger-supply': { en: 'The trigger was set for this supply.', fr: 'Le seuil a été fixé pour ce consommable.' },
  'trigger-product': { en: 'The trigger is the product’s own.', fr: 'Le seuil est celui du produit.' },
  'trigger-lead-time': {
    en: 'The trigger follows the lead time of {leadTime:day|days}.',
    fr: 'Le seuil suit le délai de livraison de {leadTime:jour|jours}.',
  },
  'trigger-risk': {
    en: 'The trigger follows the accepted risk of {risk}%: lead time of {leadTime:day|days}, a day until the next look, and {margin:day|days} because use may be faster than expected.',
    fr: 'Le seuil suit le risque accepté de {risk}\u00a0%\u00a0: délai de livraison de {leadTime:jour|jours}, un jour jusqu’au prochain examen, et {margin:jour|jours} parce que la consommation peut être plus rapide que prévu.',
  },
  'cover-at-risk': {
    en: 'Cover is {cover:day|days}, yet {risk} times out of 100 it ends within {early:day|days}, before a parcel ordered at the next daily look could arrive (lead time: {leadTime:day|days}). No greater risk is accepted.',
    fr: 'La couverture est de {cover:jour|jours}, mais {risk}\u00a0fois sur\u00a0100 elle s’achève en {early:jour|jours}, avant que puisse arriver un colis commandé au prochain examen quotidien (délai de livraison\u00a0: {leadTime:jour|jours}). Un risque plus grand n’est pas accepté.',
  },

  // How much (A07)
  'quantity-for-days': {
    en: '{quantity:item|items} for {days:day|days} of use.',
    fr: '{quantity:article|articles} pour {days:jour|jours} d’utilisation.',
  },
  'quantity-until-end': {
    en: '{quantity:item|items}: the device will not use more before its planned end on {on:date}.',
    fr: '{quantity:article|articles}\u00a0: l’appareil n’en utilisera pas davantage avant sa fin prévue le {on:date}.',
  },
  'quantity-pack': {
    en: 'It comes in packs of {pack}.',
    fr: 'Le conditionnement est de {pack}.',
  },
  'quantity-above-maximum': {
    en: '{wanted} would be needed, more than the maximum of {maximum}: a person looks at it.',
    fr: 'Il en faudrait {wanted}, plus que le maximum de {maximum}\u00a0: une personne s’en occupe.',
  },

  // Joining, repeating, replacing (A08, A09, A16, A18)
  consolidated: {
    en: 'Cover is {cover:day|days}, within {window:day|days}: it travels with an order that is due.',
    fr: 'La couverture est de {cover:jour|jours}, dans les {window:jour|jours}\u00a0: il part avec une commande due.',
  },
  'on-order': {
    en: '{quantity:item is|items are} on order or on the way.',
    fr: '{quantity:article est|articles sont} en commande ou en route.',
  },
  surge: {
    en: 'Use has risen: at least {rate:item|items} per 30 days instead of {before}, and what is on order will not do.',
    fr: 'La consommation a augmenté\u00a0: au moins {rate:article|articles} par 30\u00a0jours au lieu de {before}, et ce qui est en commande ne suffira pas.',
  },
  'surge-open': { en: 'A surge order is open already.', fr: 'Une commande de renfort est déjà ouverte.' },
  'surge-blocked-by-backorder': {
    en: 'More would be needed, but what is on order is out of stock: a person looks for another way.',
    fr: 'Il en faudrait davantage, mais la commande est en rupture de stock\u00a0: une personne cherche une autre voie.',
  },
  'lost-again': {
    en: '{quantity:item was|items were} lost on the way and ordered again.',
    fr: '{quantity:article perdu|articles perdus} en route et à nouveau en commande.',
  },
  exceptional: {
    en: 'Ordered for a large print job.',
    fr: 'Commandé pour un gros travail d’impression.',
  },
  moved: {
    en: 'Ordered anew for the site the device has moved to.',
    fr: 'Commandé à nouveau pour le site où l’appareil a été déplacé.',
  },
  blind: {
    en: 'No reading for {age:day|days}: the estimate may end in {early:day|days}, within the lead time of {leadTime:day|days}.',
    fr: 'Aucun relevé depuis {age:jour|jours}\u00a0: l’estimation peut s’épuiser dans {early:jour|jours}, en deçà du délai de livraison de {leadTime:jour|jours}.',
  },
  'blind-used': {
    en: 'What may be ordered without readings has been ordered.',
    fr: 'Ce qui peut être commandé sans relevé l’a été.',
  },
  'reading-too-old': {
    en: 'The newest reading is {age:day|days} old: none of {limit:day|days} or more triggers an order.',
    fr: 'Le dernier relevé date de {age:jour|jours}\u00a0: à partir de {limit:jour|jours}, il ne déclenche plus de commande.',
  },
  urgent: {
    en: 'Less than {limit:day|days} of cover: the order leaves at once.',
    fr: 'Moins de {limit:jour|jours} de couverture\u00a0: la commande part immédiatement.',
  },

  // What would have happened otherwise
  'otherwise-runs-out': {
    en: 'Without this line it would run out on {on:date}.',
    fr: 'Sans cette ligne, il serait épuisé le {on:date}.',
  },
  'otherwise-due': {
    en: 'On its own it would have been due on {on:date}.',
    fr: 'Seul, il aurait été dû le {on:date}.',
  },
  'otherwise-runs-out-between': {
    en: 'Not ordered now, it would run out about {on:date} (8 times out of 10 between {early:date} and {late:date}).',
    fr: 'Sans commande maintenant, il serait épuisé vers le {on:date} (8\u00a0fois sur\u00a010 entre le {early:date} et le {late:date}).',
  },
  'otherwise-runs-out-from': {
    en: 'Not ordered now, it would run out about {on:date}, but hardly before {early:date}.',
    fr: 'Sans commande maintenant, il serait épuisé vers le {on:date}, mais guère avant le {early:date}.',
  },
  'otherwise-too-late': {
    en: 'Ordered again on {again:date} at the earliest, it would arrive about {days:day|days} after running out.',
    fr: 'Recommandé le {again:date} au plus tôt, il arriverait environ {days:jour|jours} après l’épuisement.',
  },
  'otherwise-just-in-time': {
    en: 'Ordered again on {again:date} at the earliest, it would arrive {days:day|days} before running out, and too late if that comes early.',
    fr: 'Recommandé le {again:date} au plus tôt, il arriverait {days:jour|jours} avant l’épuisement, et trop tard si celui-ci vient tôt.',
  },
  'otherwise-same-day': {
    en: 'Ordered again on {again:date} at the earliest, it would arrive on the day on which it runs out, and too late if that comes early.',
    fr: 'Recommandé le {again:date} au plus tôt, il arriverait le jour même de l’épuisement, et trop tard si celui-ci vient tôt.',
  },
  'otherwise-in-time': {
    en: 'Ordered again on {again:date}, it would still arrive {days:day|days} before running out.',
    fr: 'Recommandé le {again:date}, il arriverait encore {days:jour|jours} avant l’épuisement.',
  },
  'otherwise-own-parcel': {
    en: 'Left out of this order, it would have needed a parcel of its own about {on:date}.',
    fr: 'Hors de cette commande, il aurait demandé un colis à lui seul vers le {on:date}.',
  },
  'otherwise-job': {
    en: 'Without this order the job would use up what is there for everyday printing.',
    fr: 'Sans cette commande, le travail puiserait dans ce qui est là pour l’impression courante.',
  },

  // Held back (A10, A11, A18, A19)
  'held-by-cancellation': {
    en: 'It was cancelled with {coverAtCancel:day|days} of cover, and is not ordered again before cover falls to {until:day|days}.',
    fr: 'Annulé avec {coverAtCancel:jour|jours} de couverture, il n’est pas recommandé avant qu’elle descende à {until:jour|jours}.',
  },
  'lasts-to-planned-end': {
    en: 'Cover is {cover:day|days} and lasts until the planned end of the device on {on:date}: nothing more is ordered.',
    fr: 'La couverture est de {cover:jour|jours} et suffit jusqu’à la fin prévue de l’appareil le {on:date}\u00a0: rien de plus n’est commandé.',
  },
  'device-set-aside': {
    en: 'The device uses so much that it is set aside from automatic replenishment.',
    fr: 'L’appareil consomme tant qu’il est mis à l’écart du réapprovisionnement automatique.',
  },
  'device-paused': { en: 'The device is paused.', fr: 'L’appareil est en pause.' },
  'device-unenrolled': { en: 'The device is no longer enrolled.', fr: 'L’appareil n’est plus inscrit.' },
  'device-retired': { en: 'The device is retired.', fr: 'L’appareil est retiré du service.' },
  'device-replaced': { en: 'The device has been replaced.', fr: 'L’appareil a été remplacé.' },
  'ordering-paused': {
    en: 'Ordering is paused ({scope}): {why}',
    fr: 'Les commandes sont suspendues ({scope})\u00a0: {why}',
  },
  'held-device-elsewhere': {
    en: 'Readings of this serial number come from another site: nothing is ordered until the helpdesk has found out where the device is.',
    fr: 'Des relevés de ce numéro de série viennent d’un autre site\u00a0: rien n’est commandé tant que l’assistance n’a pas établi où se trouve l’appareil.',
  },
  'held-serial-twice': {
    en: 'Two devices report under this serial number: nothing is ordered until the helpdesk has told them apart.',
    fr: 'Deux appareils envoient des relevés sous ce numéro de série\u00a0: rien n’est commandé tant que l’assistance ne les a pas distingués.',
  },
  'site-ceiling': {
    en: 'This site has {count:order|orders} today; beyond {limit} a person approves.',
    fr: 'Ce site a {count:commande|commandes} aujourd’hui\u202f; au-delà de {limit}, une personne approuve.',
  },
  'fleet-ceiling': {
    en: 'The fleet has {count:order|orders} in this hour; beyond {limit} a person approves.',
    fr: 'Le parc a {count:commande|commandes} dans cette heure\u202f; au-delà de {limit}, une personne approuve.',
  },

  // Cancelling (A11)
  'cancel-too-late': {
    en: 'The time to cancel has passed: the order has left for the warehouse.',
    fr: 'Le délai d’annulation est passé\u00a0: la commande est partie à l’entrepôt.',
  },
  'cancel-asks-warehouse': {
    en: 'The warehouse has it: it is asked whether it can still stop it.',
    fr: 'L’entrepôt l’a déjà\u00a0: on lui demande s’il peut encore l’arrêter.',
  },
  'cancel-nothing-left': { en: 'Nothing is left to cancel.', fr: 'Il n’y a plus rien à annuler.' },
  'cancel-refused': {
    en: 'The warehouse could not stop {quantity:item|items}.',
    fr: 'L’entrepôt n’a pas pu arrêter {quantity:article|articles}.',
  },

  // Presumed delivered (A09)
  'presumed-overdue': {
    en: 'No word of delivery {days:business day|business days} after the expected date: presumed delivered.',
    fr: 'Aucun avis de livraison {days:jour ouvré|jours ouvrés} après la date prévue\u00a0: présumé livré.',
  },
  'presumed-installed': {
    en: 'Its cartridge has been seen installed: presumed delivered.',
    fr: 'Sa cartouche a été vue installée\u00a0: présumé livré.',
  },
  'presumption-refuted': {
    en: 'The gauge ran dry with none on the shelf but the one presumed delivered: it counts as lost.',
    fr: 'La jauge s’est vidée sans autre stock que celui présumé livré\u00a0: il compte comme perdu.',
  },
  'presumption-denied': {
    en: 'The customer says it has not arrived: it counts as lost.',
    fr: 'Le client dit ne pas l’avoir reçu\u00a0: il compte comme perdu.',
  },

  // Refused enrolment (A02, A10)
  'model-unknown': { en: 'The model is not in the catalogue.', fr: 'Le modèle n’est pas au catalogue.' },
  'model-not-replenished': {
    en: 'This model cannot be replenished automatically.',
    fr: 'Ce modèle ne peut pas être réapprovisionné automatiquement.',
  },
  'connection-not-supported': {
    en: 'This model does not support the connection “{connection}”.',
    fr: 'Ce modèle ne prend pas en charge la connexion «\u00a0{connection}\u00a0».',
  },
  'contract-missing': { en: 'No contract covers this device.', fr: 'Aucun contrat ne couvre cet appareil.' },
  'contract-not-begun': {
    en: 'The contract begins on {on:date}.',
    fr: 'Le contrat commence le {on:date}.',
  },
  'contract-ended': { en: 'The contract ended on {on:date}.', fr: 'Le contrat a pris fin le {on:date}.' },
  'contract-without-supplies': {
    en: 'The contract does not include supplies.',
    fr: 'Le contrat ne comprend pas les consommables.',
  },
  'declared-use-very-high': {
    en: 'The declared volume means {perWeek:cartridge|cartridges} a week in slot {slot}; from {limit} on it is not eligible.',
    fr: 'Le volume déclaré représente {perWeek:cartouche|cartouches} par semaine à l’emplacement {slot}\u202f; à partir de {limit}, il n’est pas éligible.',
  },
  'measured-use-very-high': {
    en: 'In each of the last {weeks:week|weeks} slot {slot} used {limit} or more cartridges.',
    fr: 'Dans chacune des {weeks:dernière semaine|dernières semaines}, l’emplacement {slot} a consommé {limit} cartouches ou plus.',
  },

  // What people are asked to do; each is the subject line of a task (tasks.ts)
  'task-approve-order': {
    en: 'Approve or refuse the order that waits.',
    fr: 'Approuver ou refuser la commande en attente.',
  },
  'task-call-silent-device': {
    en: 'Call the customer: device {serial} has been silent for {days:day|days}.',
    fr: 'Appeler le client\u00a0: l’appareil {serial} est muet depuis {days:jour|jours}.',
  },
  'task-managed-silent': {
    en: 'Reconnect the managed device {serial}: silent for {days:day|days}.',
    fr: 'Reconnecter l’appareil géré {serial}\u00a0: muet depuis {days:jour|jours}.',
  },
  'task-call-silent-agent': {
    en: 'Call the customer: the agent “{name}” on computer {host} has been silent for {days:day|days}, and so are the {devices:device|devices} that it reads.',
    fr: 'Appeler le client\u00a0: l’agent «\u00a0{name}\u00a0» sur l’ordinateur {host} est muet depuis {days:jour|jours}, et avec lui les appareils qu’il relève ({devices}).',
  },
  'task-managed-silent-agent': {
    en: 'Have the agent “{name}” on computer {host} started again: silent for {days:day|days}, and with it the {devices:device|devices} that it reads.',
    fr: 'Faire redémarrer l’agent «\u00a0{name}\u00a0» sur l’ordinateur {host}\u00a0: muet depuis {days:jour|jours}, et avec lui les appareils qu’il relève ({devices}).',
  },
  'task-stock-difference': {
    en: 'Find out about the stock: {ledger} by the books, {estimate} by the gauges, for {days:day|days}.',
    fr: 'Éclaircir le stock\u00a0: {ledger} d’après les comptes, {estimate} d’après les jauges, depuis {days:jour|jours}.',
  },
  'task-installed-without-delivery': {
    en: 'A cartridge was installed that nothing delivered accounts for.',
    fr: 'Une cartouche a été installée sans livraison qui l’explique.',
  },
  'task-expected-after-run-out': {
    en: 'Expected on {expected:date}, but it runs out on {runOut:date}: find a faster way.',
    fr: 'Attendu le {expected:date}, mais épuisé le {runOut:date}\u00a0: trouver une voie plus rapide.',
  },
  'task-address-refused': {
    en: 'The warehouse did not take the new address: the old one stays.',
    fr: 'L’entrepôt n’a pas pris la nouvelle adresse\u00a0: l’ancienne reste.',
  },
  'task-cancel-refused': {
    en: 'Tell who cancelled: the warehouse could not stop {quantity:item|items}.',
    fr: 'Prévenir la personne qui a annulé\u00a0: l’entrepôt n’a pas pu arrêter {quantity:article|articles}.',
  },
  'task-mail-refused': {
    en: 'Find a working address: {address} refuses our mail.',
    fr: 'Trouver une adresse valable\u00a0: {address} refuse nos messages.',
  },
  'task-erp-refused': {
    en: 'Find out why {erp} does not take the order ({words}), then give it to it again or to the warehouse.',
    fr: 'Trouver pourquoi {erp} ne prend pas la commande ({words}), puis la lui redonner ou la donner à l’entrepôt.',
  },
  'task-erp-away': {
    en: 'See why {erp} does not answer: orders wait for it.',
    fr: 'Voir pourquoi {erp} ne répond pas : des commandes l’attendent.',
  },
  'task-webhook-disabled': {
    en: 'Tell the customer that the webhook {name} is switched off: its receiver has not taken anything for days, or is gone.',
    fr: 'Dire au client que le webhook {name} est désactivé : son destinataire ne prend plus rien depuis des jours, ou n’existe plus.',
  },
  'task-set-aside-told': {
    en: 'Device {serial} is set aside for very high use: agree with the customer how it goes on.',
    fr: 'L’appareil {serial} est mis à l’écart pour très forte consommation\u00a0: convenir de la suite avec le client.',
  },
  'task-in-transit-after-move': {
    en: 'Redirect {quantity:item|items} in transit: the device has moved.',
    fr: 'Réacheminer {quantity:article|articles} en route\u00a0: l’appareil a été déplacé.',
  },
  'task-fulfilment-surplus': {
    en: 'The warehouse or carrier says “{event}” of {stated}; only {applied} could be so.',
    fr: 'L’entrepôt ou le transporteur annonce «\u00a0{event}\u00a0» pour {stated}\u202f; seuls {applied} pouvaient l’être.',
  },
  'task-fulfilment-unknown-line': {
    en: 'The warehouse or carrier says “{event}” of a line this order does not have: {line}.',
    fr: 'L’entrepôt ou le transporteur annonce «\u00a0{event}\u00a0» pour une ligne absente de cette commande\u00a0: {line}.',
  },
  'task-fulfilment-after-end': {
    en: 'The warehouse or carrier says “{event}” of {stated}, but the line is {state}.',
    fr: 'L’entrepôt ou le transporteur annonce «\u00a0{event}\u00a0» pour {stated}, mais la ligne est «\u00a0{state}\u00a0».',
  },
  'task-reconnect-case': {
    en: 'Help the customer to reconnect device {serial}.',
    fr: 'Aider le client à reconnecter l’appareil {serial}.',
  },
  'task-reading-kept-aside': {
    en: 'Readings of {device} could not be used: correct, enrol or dismiss.',
    fr: 'Des relevés de {device} n’ont pu être utilisés\u00a0: corrigez, inscrivez ou écartez.',
  },
  'task-device-elsewhere': {
    en: 'Find out where {device} is: enrolled at {site}, it reports from {other}. Move it, or dismiss where another device has this serial number; nothing is ordered for it meanwhile.',
    fr: 'Établir où se trouve {device}\u00a0: inscrit à {site}, il envoie des relevés depuis {other}. Le déplacer, ou écarter si un autre appareil porte ce numéro de série\u202f; rien n’est commandé pour lui d’ici là.',
  },
  'task-gauge-contradicted': {
    en: 'Find out which is right at “{label}”: the device’s alert says that it runs out, its gauge shows {percent}%.',
    fr: 'Établir ce qui est vrai pour «\u00a0{label}\u00a0»\u00a0: l’alerte de l’appareil annonce la fin, sa jauge indique {percent}\u00a0%.',
  },
  'task-serial-twice': {
    en: 'Tell two devices apart that report as {device} at {site}: {evidence}. Nothing is ordered for it meanwhile.',
    fr: 'Distinguer deux appareils qui envoient des relevés comme {device} à {site}\u00a0: {evidence}. Rien n’est commandé pour lui d’ici là.',
  },
  'task-facts-disagree': {
    en: 'Reconciliation found what it cannot mend by itself ({check}): {count}.',
    fr: 'Le rapprochement a trouvé ce qu’il ne peut réparer seul ({check})\u00a0: {count}.',
  },
  'task-agent-key-in-two-networks': {
    en: 'The key of agent “{name}” is used from {network}, and before that from {other}. Either the agent has moved, or its key has been copied.',
    fr: 'La clé de l’agent «\u00a0{name}\u00a0» est utilisée depuis {network}, et auparavant depuis {other}. Soit l’agent a déménagé, soit sa clé a été copiée.',
  },
} as const satisfies Record<string, { en: string; fr: string }>;
