select
    label_{lang},
    count(*),
    sum(net_revenue),
    sum(recent_net_revenue),
    sum(net_revenue)::double / nullif(sum(order_count), 0)
from marts.rfm_scores
inner join marts.customer_facts using (store_id, customer_id, as_of_date)
inner join (select label, label_{lang} from rules where scheme = 'rfm') as labels
    on labels.label = rfm_segment
where as_of_date = date '{newest}'
group by label_{lang}
